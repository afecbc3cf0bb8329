package dev.engram.project;

import java.util.Collections;
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

  /** A reference that names no absent objects. */
  public ProjectReference(int frame, String mask, boolean whole) {
    this(frame, mask, whole, Set.of());
  }
}
