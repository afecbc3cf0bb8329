package dev.engram.interact;

/**
 * A pixel of which the user says whether it belongs to the object: the one that holds the point.
 *
 * @param x as in {@link Point}
 * @param y as in {@link Point}
 */
public record Click(double x, double y, boolean positive) implements Mark {
  /** Checks that both are numbers. */
  public Click {
    new Point(x, y);
  }

  /** On the object. */
  public static Click on(double x, double y) {
    return new Click(x, y, true);
  }

  /** Off the object. */
  public static Click off(double x, double y) {
    return new Click(x, y, false);
  }

  /** Where it is. */
  public Point point() {
    return new Point(x, y);
  }
}
