package dev.engram.video;

/**
 * How stored pixels are turned for display. For the displayed pixel (x, y), the stored one is (x,
 * y) or, if {@code swap}, (y, x), counted from the other end of the row if {@code mirrorX} and from
 * the last row if {@code mirrorY}.
 */
record Orientation(boolean swap, boolean mirrorX, boolean mirrorY) {
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** EXIF's orientation tag; anything outside 1 to 8 counts as upright. */
  static Orientation ofExif(int tag) {
    return switch (tag) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, false, true);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, true, false);
      default -> UPRIGHT;
    };
  }

  /**
   * A container's display matrix, of which only multiples of 90 degrees and mirrors are followed.
   *
   * @param a displayed x for each stored x
   * @param b displayed y for each stored x
   * @param c displayed x for each stored y
   * @param d displayed y for each stored y
   */
  static Orientation ofMatrix(int a, int b, int c, int d) {
    if (a == 0 && d == 0 && b != 0 && c != 0) {
      return new Orientation(true, b < 0, c < 0);
    }
    if (b == 0 && c == 0 && a != 0 && d != 0) {
      return new Orientation(false, a < 0, d < 0);
    }
    return UPRIGHT;
  }

  /**
   * @param rgb stored pixels {@code [height, width, 3]}
   * @return displayed pixels, {@code [width, height, 3]} if {@link #swap}; the same array if
   *     upright
   */
  byte[] apply(byte[] rgb, int width, int height) {
    if (equals(UPRIGHT)) {
      return rgb;
    }
    int shownWidth = swap ? height : width;
    int shownHeight = swap ? width : height;
    int stepX = 3 * (mirrorX ? -1 : 1);
    int stepY = 3 * width * (mirrorY ? -1 : 1);
    int origin = (mirrorX ? 3 * (width - 1) : 0) + (mirrorY ? 3 * width * (height - 1) : 0);
    int alongRow = swap ? stepY : stepX;
    int alongColumn = swap ? stepX : stepY;
    byte[] shown = new byte[rgb.length];
    int to = 0;
    for (int y = 0; y < shownHeight; y++) {
      int from = origin + y * alongColumn;
      for (int x = 0; x < shownWidth; x++, from += alongRow, to += 3) {
        shown[to] = rgb[from];
        shown[to + 1] = rgb[from + 1];
        shown[to + 2] = rgb[from + 2];
      }
    }
    return shown;
  }
}
