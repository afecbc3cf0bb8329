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
    // a contour's pixels lie up to one before the object; one behind tells where it ends
    Box box = a.box(labelA).with(b.box(labelB)).widened(width, height);
    if (box.isEmpty()) {
      return 1;
    }
    BitMask contourA = BitMask.of(a, labelA, box).contour();
    BitMask contourB = BitMask.of(b, labelB, box).contour();
    int pixelsA = contourA.count();
    int pixelsB = contourB.count();
    if (pixelsA == 0 || pixelsB == 0) {
      return pixelsA == pixelsB ? 1 : 0;
    }
    int radius = (int) Math.ceil(TOLERANCE * Math.sqrt(square(width) + square(height)));
    double precision = contourA.countWith(contourB.dilated(radius)) / (double) pixelsA;
    double recall = contourB.countWith(contourA.dilated(radius)) / (double) pixelsB;
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  private static double square(int value) {
    return (double) value * value;
  }
}
