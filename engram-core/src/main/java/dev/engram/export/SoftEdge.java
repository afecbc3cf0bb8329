package dev.engram.export;

import dev.engram.mask.Box;

/**
 * A soft matte of a hard mask: He, Sun and Tang, Guided Image Filtering, equations 5 and 6, guided
 * by the picture's luma, so that the edge follows the picture's own.
 *
 * <p>With windows of 5x5 pixels nothing changes further than {@value #REACH} pixels from the
 * contour: there the matte is exactly 0 or 1.
 */
final class SoftEdge {
  private static final int RADIUS = 2;

  /** How far from the contour the matte may differ from the mask: a window of windows. */
  static final int REACH = 2 * RADIUS;

  /** Contrasts in the guide below its root (of 1) are no edges. */
  private static final float EPSILON = 1e-3f;

  private SoftEdge() {}

  /**
   * @param inside {@code [height, width]}, where the object is
   * @param box what holds all of it
   * @param rgb {@code [height, width, 3]}
   * @return {@code [height, width]}, 0 to 1
   */
  static float[] of(boolean[] inside, Box box, byte[] rgb, int width, int height) {
    float[] alpha = new float[width * height];
    if (box.isEmpty()) {
      return alpha;
    }
    // twice as far, so that windows near the contour see all that they would in the whole frame
    int left = Math.max(0, box.left() - 2 * REACH);
    int top = Math.max(0, box.top() - 2 * REACH);
    int columns = Math.min(width, box.right() + 2 * REACH) - left;
    int rows = Math.min(height, box.bottom() + 2 * REACH) - top;
    float[] guide = new float[columns * rows];
    float[] mask = new float[columns * rows];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int from = (top + y) * width + left + x;
        guide[y * columns + x] = luma(rgb, from);
        mask[y * columns + x] = inside[from] ? 1 : 0;
      }
    }
    float[] filtered = filter(guide, mask, columns, rows);
    for (int y = 0; y < rows; y++) {
      System.arraycopy(filtered, y * columns, alpha, (top + y) * width + left, columns);
    }
    return alpha;
  }

  private static float luma(byte[] rgb, int pixel) {
    int red = rgb[3 * pixel] & 255;
    int green = rgb[3 * pixel + 1] & 255;
    int blue = rgb[3 * pixel + 2] & 255;
    return (0.2126f * red + 0.7152f * green + 0.0722f * blue) / 255;
  }

  private static float[] filter(float[] guide, float[] mask, int columns, int rows) {
    float[] meanGuide = means(guide, columns, rows);
    float[] meanMask = means(mask, columns, rows);
    float[] slope = means(product(guide, mask), columns, rows);
    float[] square = means(product(guide, guide), columns, rows);
    float[] offset = new float[guide.length];
    for (int i = 0; i < guide.length; i++) {
      boolean flat = meanMask[i] == 0 || meanMask[i] == 1;
      float variance = Math.max(0, square[i] - meanGuide[i] * meanGuide[i]);
      float covariance = slope[i] - meanGuide[i] * meanMask[i];
      slope[i] = flat ? 0 : covariance / (variance + EPSILON);
      offset[i] = meanMask[i] - slope[i] * meanGuide[i];
    }
    float[] meanSlope = means(slope, columns, rows);
    float[] meanOffset = means(offset, columns, rows);
    for (int i = 0; i < guide.length; i++) {
      meanOffset[i] = Math.max(0, Math.min(1, meanSlope[i] * guide[i] + meanOffset[i]));
    }
    return meanOffset;
  }

  private static float[] product(float[] a, float[] b) {
    float[] product = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  /** Means over the part of each window that lies within; of equal values exactly these. */
  private static float[] means(float[] values, int columns, int rows) {
    float[] along = new float[values.length];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int first = Math.max(0, x - RADIUS);
        int last = Math.min(columns - 1, x + RADIUS);
        float sum = 0;
        for (int i = first; i <= last; i++) {
          sum += values[y * columns + i];
        }
        along[y * columns + x] = sum / (last - first + 1);
      }
    }
    float[] means = new float[values.length];
    for (int y = 0; y < rows; y++) {
      int first = Math.max(0, y - RADIUS);
      int last = Math.min(rows - 1, y + RADIUS);
      for (int x = 0; x < columns; x++) {
        float sum = 0;
        for (int i = first; i <= last; i++) {
          sum += along[i * columns + x];
        }
        means[y * columns + x] = sum / (last - first + 1);
      }
    }
    return means;
  }
}
