package dev.engram.mask;

/**
 * A part of a map, in pixels from its top left; right and bottom are excluded. Empty where right is
 * not above left.
 */
public record Box(int left, int top, int right, int bottom) {
  /** No pixel. */
  public static final Box EMPTY = new Box(0, 0, 0, 0);

  /** Whether it holds no pixel. */
  public boolean isEmpty() {
    return right <= left || bottom <= top;
  }

  /** Pixels in a row. */
  public int width() {
    return right - left;
  }

  /** Rows. */
  public int height() {
    return bottom - top;
  }

  /** The smallest box that holds both. */
  public Box with(Box other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return new Box(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }

  /** What both have. */
  Box within(Box other) {
    return new Box(
        Math.max(left, other.left),
        Math.max(top, other.top),
        Math.min(right, other.right),
        Math.min(bottom, other.bottom));
  }

  /** One pixel more on each side, within a map of that size. */
  Box widened(int width, int height) {
    return isEmpty()
        ? EMPTY
        : new Box(
            Math.max(0, left - 1),
            Math.max(0, top - 1),
            Math.min(width, right + 1),
            Math.min(height, bottom + 1));
  }
}
