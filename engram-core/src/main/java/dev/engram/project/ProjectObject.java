package dev.engram.project;

/**
 * An object of a project.
 *
 * @param label in the masks, 1 to 65535
 * @param name what the user calls it
 */
public record ProjectObject(int label, String name) {
  /** An object that nobody has named. */
  static ProjectObject unnamed(int label) {
    return new ProjectObject(label, "object " + label);
  }
}
