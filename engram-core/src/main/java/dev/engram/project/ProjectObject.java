package dev.engram.project;

import org.jspecify.annotations.Nullable;

/**
 * An object of a project.
 *
 * @param label in the masks, 1 to 65535
 * @param name what the user calls it
 * @param colour in which it is shown, {@code 0xRRGGBB}; null for the one that its masks have
 * @param locked whether its pixels are kept from changes to other objects
 * @param hidden whether it is not shown over the frames
 */
public record ProjectObject(
    int label, String name, @Nullable Integer colour, boolean locked, boolean hidden) {

  /** An object in its masks' colour, open to changes and shown. */
  public ProjectObject(int label, String name) {
    this(label, name, null, false, false);
  }

  /** An object that nobody has named. */
  public static ProjectObject unnamed(int label) {
    return new ProjectObject(label, "object " + label);
  }

  /** The same object by another name. */
  public ProjectObject withName(String other) {
    return new ProjectObject(label, other, colour, locked, hidden);
  }
}
