package dev.engram.project;

import dev.engram.mask.LabelMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A frame with the user's own mask.
 *
 * @param frame its index, from 0
 * @param mask the file, relative to the project folder, with {@code /} between names
 * @param whole whether it is the whole truth: objects that it lacks are not in the frame; otherwise
 *     it says nothing of them
 * @param absent labels of objects that are not in the frame, also if the mask is not the whole
 *     truth
 */
public record ProjectReference(int frame, String mask, boolean whole, Set<Integer> absent) {
  /** Copies the labels. */
  public ProjectReference {
    absent = Collections.unmodifiableSet(new TreeSet<>(absent));
  }

  /**
   * What its frame shows: the mask, and of objects that the reference says nothing of what a model
   * has found.
   *
   * @param own the reference's mask; comes back as it is but where it is background
   * @param found of the same size; objects that {@code own} shows or that are absent are passed
   *     over
   */
  public LabelMap over(LabelMap own, LabelMap found) {
    if (whole) {
      return own;
    }
    Set<Integer> others = Arrays.stream(found.labels()).boxed().collect(Collectors.toSet());
    others.removeAll(absent);
    Arrays.stream(own.labels()).forEach(others::remove);
    return own.over(found.only(others));
  }

  /** A reference that names no absent objects. */
  public ProjectReference(int frame, String mask, boolean whole) {
    this(frame, mask, whole, Set.of());
  }
}
