package dev.engram;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.video.Frame;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A frame with the mask that the user gave it (XMem++, section 3.2). All other frames read it,
 * before and after it, and its own mask comes back as it was given.
 *
 * @param frame kept as long as the session keeps the reference
 * @param mask at the frame's own size; not copied, as nobody can change it
 * @param whole whether it is the whole truth: objects of other references that the mask lacks are
 *     not in the frame. Otherwise it says nothing of them, and they are segmented as in any frame
 * @param absent labels of objects that are not in the frame, also if the mask is not the whole
 *     truth
 */
public record Reference(Frame frame, LabelMap mask, boolean whole, Set<Integer> absent) {
  /** Checks that both have one size; copies the labels. */
  public Reference {
    absent = Set.copyOf(absent);
    requireSameSize(frame, mask);
  }

  /**
   * @throws EngramException if the mask is not of the frame's size; names both
   */
  static void requireSameSize(Frame frame, LabelMap mask) {
    if (mask.width() != frame.width() || mask.height() != frame.height()) {
      throw new EngramException(
          String.format(
              "%s: the mask is %dx%d, but the frame is %dx%d. Give a mask of the frame's size.",
              frame.place(), mask.width(), mask.height(), frame.width(), frame.height()));
    }
  }

  /** A reference that names no absent objects. */
  public Reference(Frame frame, LabelMap mask, boolean whole) {
    this(frame, mask, whole, Set.of());
  }

  /** The objects that it says something of. */
  List<Integer> covered(List<Integer> objects) {
    if (whole) {
      return List.copyOf(objects);
    }
    Set<Integer> own = Arrays.stream(mask.labels()).boxed().collect(Collectors.toSet());
    own.addAll(absent);
    return objects.stream().filter(own::contains).toList();
  }
}
