package dev.engram.mask;

import java.util.Arrays;

/**
 * Shows objects over a frame: their pixels blended with their colour, their contours in the full
 * colour, the background as it was. Immutable.
 */
public final class Overlay {
  /** How much of the colour is blended in unless told otherwise. */
  public static final double DEFAULT_ALPHA = 0.5;

  private static final int CONTOUR_PER_ROWS = 480;

  private final Palette palette;
  private final int weight;

  /** An overlay of {@link #DEFAULT_ALPHA}. */
  public Overlay(Palette palette) {
    this(palette, DEFAULT_ALPHA);
  }

  /**
   * @param alpha the colour's share within an object, 0 to 1
   * @throws IllegalArgumentException if it is not within 0 to 1
   */
  public Overlay(Palette palette, double alpha) {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha is " + alpha + ", not within 0 to 1");
    }
    this.palette = palette;
    this.weight = (int) Math.round(alpha * 256);
  }

  /**
   * Renders into a new array of the same layout.
   *
   * @param rgb {@code [height, width, 3]}, red, green, blue, unsigned; not changed
   * @param labels of the frame's size
   * @throws IllegalArgumentException if the sizes differ
   */
  public byte[] render(byte[] rgb, LabelMap labels) {
    int pixels = labels.width() * labels.height();
    if (rgb.length != 3L * pixels) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are no frame of " + labels.width() + "x" + labels.height());
    }
    int thickness = contourThickness(labels.height());
    byte[] depth = depth(labels, thickness);
    byte[] result = rgb.clone();
    for (int i = 0; i < pixels; i++) {
      int label = labels.at(i);
      if (label != 0) {
        int colour = palette.rgb(label);
        int share = depth[i] <= thickness ? 256 : weight;
        result[3 * i] = blend(rgb[3 * i], colour >> 16, share);
        result[3 * i + 1] = blend(rgb[3 * i + 1], colour >> 8 & 255, share);
        result[3 * i + 2] = blend(rgb[3 * i + 2], colour & 255, share);
      }
    }
    return result;
  }

  /** Contours look alike at every size: one pixel a 480 rows. */
  static int contourThickness(int height) {
    int thickness = (int) Math.round((double) height / CONTOUR_PER_ROWS);
    return Math.max(1, Math.min(thickness, Byte.MAX_VALUE - 1));
  }

  /**
   * Each pixel's distance in steps up, down, left and right to the next pixel of another label, cut
   * off at {@code limit + 1}. The map's border is no contour. Two sweeps are exact: on the way to
   * another label a step can be put in any order.
   */
  private static byte[] depth(LabelMap labels, int limit) {
    int width = labels.width();
    int height = labels.height();
    byte[] depth = new byte[width * height];
    Arrays.fill(depth, (byte) (limit + 1));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (x > 0) {
          sweep(labels, depth, i, i - 1);
        }
        if (y > 0) {
          sweep(labels, depth, i, i - width);
        }
      }
    }
    for (int y = height - 1; y >= 0; y--) {
      for (int x = width - 1; x >= 0; x--) {
        int i = y * width + x;
        if (x + 1 < width) {
          sweep(labels, depth, i, i + 1);
        }
        if (y + 1 < height) {
          sweep(labels, depth, i, i + width);
        }
      }
    }
    return depth;
  }

  private static void sweep(LabelMap labels, byte[] depth, int pixel, int neighbour) {
    int distance = labels.at(pixel) == labels.at(neighbour) ? depth[neighbour] + 1 : 1;
    if (distance < depth[pixel]) {
      depth[pixel] = (byte) distance;
    }
  }

  private static byte blend(byte pixel, int colour, int share) {
    return (byte) (((pixel & 255) * (256 - share) + colour * share + 128) >> 8);
  }
}
