package dev.engram.studio.mask;

import dev.engram.mask.LabelMap;

/**
 * A small picture of a frame and its mask: means of the pixels under each, and the label in the
 * middle of them.
 */
public final class Thumbnail {
  private final byte[] rgb;
  private final LabelMap mask;

  private Thumbnail(byte[] rgb, LabelMap mask) {
    this.rgb = rgb;
    this.mask = mask;
  }

  /** Pixels of the mask's size, red, green, blue; the array itself. */
  public byte[] rgb() {
    return rgb;
  }

  /** The mask of the small picture. */
  public LabelMap mask() {
    return mask;
  }

  /**
   * Scales down; a frame that is no wider stays as it is.
   *
   * @param rgb of the mask's size
   * @param width pixels a row
   */
  public static Thumbnail of(byte[] rgb, LabelMap mask, int width) {
    int from = mask.width();
    if (from <= width) {
      return new Thumbnail(rgb, mask);
    }
    int height = Math.max(1, Math.round((float) mask.height() * width / from));
    byte[] small = new byte[3 * width * height];
    int[] labels = new int[width * height];
    for (int y = 0; y < height; y++) {
      int top = y * mask.height() / height;
      int bottom = Math.max(top + 1, (y + 1) * mask.height() / height);
      for (int x = 0; x < width; x++) {
        int left = (int) ((long) x * from / width);
        int right = Math.max(left + 1, (int) ((x + 1L) * from / width));
        mean(rgb, from, left, right, top, bottom, small, 3 * (y * width + x));
        labels[y * width + x] = mask.at((left + right) / 2, (top + bottom) / 2);
      }
    }
    return new Thumbnail(small, LabelMap.of(width, height, labels));
  }

  private static void mean(
      byte[] rgb, int row, int left, int right, int top, int bottom, byte[] target, int at) {
    int count = (right - left) * (bottom - top);
    for (int channel = 0; channel < 3; channel++) {
      int sum = 0;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          sum += rgb[3 * (y * row + x) + channel] & 255;
        }
      }
      target[at + channel] = (byte) (sum / count);
    }
  }
}
