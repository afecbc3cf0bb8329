package dev.engram.interact;

import dev.engram.common.EngramException;

/**
 * A box that holds the whole object; pixels whose centre is outside of it never belong to the
 * object. It may reach beyond the frame.
 *
 * @param left as {@link Point#x}
 * @param top as {@link Point#y}
 * @param right above left
 * @param bottom above top
 */
public record PromptBox(double left, double top, double right, double bottom) {
  /** Checks that it has an inside. */
  public PromptBox {
    new Point(left, top);
    new Point(right, bottom);
    if (!(left < right && top < bottom)) {
      throw new EngramException(
          String.format(
              "box (%s, %s) to (%s, %s): nothing is inside. Give left < right and top < bottom.",
              left, top, right, bottom));
    }
  }

  /** Whether the centre of a pixel is inside. */
  boolean holds(int column, int row) {
    double x = column + 0.5;
    double y = row + 0.5;
    return x >= left && x < right && y >= top && y < bottom;
  }
}
