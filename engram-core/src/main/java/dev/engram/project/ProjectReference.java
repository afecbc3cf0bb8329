package dev.engram.project;

import dev.engram.mask.LabelMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

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
    int[] labels = own.toArray();
    int[] others = found.toArray();
    Set<Integer> covered = new HashSet<>(absent);
    Arrays.stream(own.labels()).forEach(covered::add);
    boolean more = false;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == 0 && others[i] != 0 && !covered.contains(others[i])) {
        labels[i] = others[i];
        more = true;
      }
    }
    return more ? LabelMap.of(own.width(), own.height(), labels) : own;
  }

  /** A reference that names no absent objects. */
  public ProjectReference(int frame, String mask, boolean whole) {
    this(frame, mask, whole, Set.of());
  }
}
