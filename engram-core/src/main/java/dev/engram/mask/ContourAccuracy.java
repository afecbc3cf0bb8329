package dev.engram.mask;

/**
 * F, the contour accuracy of two masks as the DAVIS 2017 evaluation measures it: the harmonic mean
 * of precision and recall of contour pixels, each of which may lie 0.8 % of the picture's diagonal,
 * rounded up to whole pixels, from the other contour.
 */
public final class ContourAccuracy {
  private static final double TOLERANCE = 0.008;

  private ContourAccuracy() {}

  /**
   * F of one object. Which of the maps is the truth does not matter.
   *
   * @return 0 to 1; 1 if neither has a contour, 0 if only one has
   * @throws IllegalArgumentException if the maps differ in size
   */
  public static double of(LabelMap a, LabelMap b, int label) {
    return of(a, label, b, label);
  }

  /**
   * F of an object that has a label of its own in each map.
   *
   * @return as above
   * @throws IllegalArgumentException if the maps differ in size
   */
  public static double of(LabelMap a, int labelA, LabelMap b, int labelB) {
    int width = a.width();
    int height = a.height();
    if (width != b.width() || height != b.height()) {
      throw new IllegalArgumentException(a + " and " + b + " differ in size");
    }
    Box box = Box.of(a, labelA).with(Box.of(b, labelB)).widened(width, height);
    boolean[] contourA = contour(a, labelA, box);
    boolean[] contourB = contour(b, labelB, box);
    int pixelsA = count(contourA);
    int pixelsB = count(contourB);
    if (pixelsA == 0 || pixelsB == 0) {
      return pixelsA == pixelsB ? 1 : 0;
    }
    int radius = (int) Math.ceil(TOLERANCE * Math.sqrt(square(width) + square(height)));
    double precision = near(contourA, contourB, box.width(), radius) / (double) pixelsA;
    double recall = near(contourB, contourA, box.width(), radius) / (double) pixelsB;
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  /** The part of the maps that holds both contours; right and bottom are excluded. */
  private record Box(int left, int top, int right, int bottom) {
    static Box of(LabelMap map, int label) {
      int left = map.width();
      int top = map.height();
      int right = 0;
      int bottom = 0;
      if (map.area(label) > 0) {
        for (int y = 0, i = 0; y < map.height(); y++) {
          for (int x = 0; x < map.width(); x++, i++) {
            if (map.at(i) == label) {
              left = Math.min(left, x);
              right = Math.max(right, x + 1);
              top = Math.min(top, y);
              bottom = y + 1;
            }
          }
        }
      }
      return new Box(left, top, right, bottom);
    }

    Box with(Box other) {
      return new Box(
          Math.min(left, other.left),
          Math.min(top, other.top),
          Math.max(right, other.right),
          Math.max(bottom, other.bottom));
    }

    /** A contour's pixels lie up to one before the object; one behind tells where it ends. */
    Box widened(int width, int height) {
      return right == 0
          ? new Box(0, 0, 0, 0)
          : new Box(
              Math.max(0, left - 1),
              Math.max(0, top - 1),
              Math.min(width, right + 1),
              Math.min(height, bottom + 1));
    }

    int width() {
      return right - left;
    }

    int height() {
      return bottom - top;
    }
  }

  /** Pixels unlike the one to the right, below, or below to the right, where there is one. */
  private static boolean[] contour(LabelMap map, int label, Box box) {
    int width = box.width();
    int height = box.height();
    boolean[] mask = new boolean[width * height];
    for (int y = 0, i = 0; y < height; y++) {
      int row = (box.top + y) * map.width() + box.left;
      for (int x = 0; x < width; x++, i++) {
        mask[i] = map.at(row + x) == label;
      }
    }
    boolean[] contour = new boolean[mask.length];
    for (int y = 0, i = 0; y < height; y++) {
      boolean below = y + 1 < height;
      for (int x = 0; x < width; x++, i++) {
        boolean right = x + 1 < width;
        contour[i] =
            (right && mask[i] != mask[i + 1])
                || (below && mask[i] != mask[i + width])
                || (right && below && mask[i] != mask[i + width + 1]);
      }
    }
    return contour;
  }

  private static int count(boolean[] pixels) {
    int count = 0;
    for (boolean pixel : pixels) {
      count += pixel ? 1 : 0;
    }
    return count;
  }

  /**
   * How many pixels of one contour lie within a disk around any of the other. A disk is a run of
   * pixels in each of its rows; where a run begins and ends is noted, and summed up along the row.
   */
  private static int near(boolean[] contour, boolean[] other, int width, int radius) {
    int height = contour.length / width;
    int[] change = new int[(width + 1) * height];
    int[] reach = new int[radius + 1];
    for (int dy = 0; dy <= radius; dy++) {
      reach[dy] = (int) Math.sqrt(square(radius) - square(dy));
    }
    for (int i = 0; i < other.length; i++) {
      if (other[i]) {
        int x = i % width;
        int last = Math.min(height - 1, i / width + radius);
        for (int y = Math.max(0, i / width - radius); y <= last; y++) {
          int half = reach[Math.abs(y - i / width)];
          change[y * (width + 1) + Math.max(0, x - half)]++;
          change[y * (width + 1) + Math.min(width, x + half + 1)]--;
        }
      }
    }
    int near = 0;
    for (int y = 0, i = 0; y < height; y++) {
      int disks = 0;
      for (int x = 0; x < width; x++, i++) {
        disks += change[y * (width + 1) + x];
        near += contour[i] && disks > 0 ? 1 : 0;
      }
    }
    return near;
  }

  private static double square(int value) {
    return (double) value * value;
  }
}
