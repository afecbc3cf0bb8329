package dev.engram.interact;

import dev.engram.common.EngramException;

/**
 * A place in a frame.
 *
 * @param x pixels from the left edge of the frame; the first column of pixels is 0 to 1
 * @param y pixels from the top edge; the first row of pixels is 0 to 1
 */
public record Point(double x, double y) {
  /** Checks that both are numbers. */
  public Point {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new EngramException("point (" + x + ", " + y + "): not a place. Give numbers.");
    }
  }
}
