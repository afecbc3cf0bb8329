package dev.engram;

import java.util.List;

/** How sure the network is: a distribution over the background and the objects at every pixel. */
public final class Probabilities {
  private final List<Integer> objects;
  private final int width;
  private final int height;
  private final float[] values;

  Probabilities(List<Integer> objects, int width, int height, float[] values) {
    this.objects = objects;
    this.width = width;
    this.height = height;
    this.values = values;
  }

  /** Labels of the objects, in the order of the planes. */
  public List<Integer> objects() {
    return objects;
  }

  /** Pixels a row, the frame's own. */
  public int width() {
    return width;
  }

  /** Rows, the frame's own. */
  public int height() {
    return height;
  }

  /**
   * [1 + objects, height, width] row-major, the background first; sums to 1 at every pixel. The
   * array itself, which nobody else holds.
   */
  public float[] values() {
    return values;
  }
}
