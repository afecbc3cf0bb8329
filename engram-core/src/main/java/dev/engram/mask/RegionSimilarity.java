package dev.engram.mask;

/** J, the region similarity of two masks: the area that both have over the area that either has. */
public final class RegionSimilarity {
  private RegionSimilarity() {}

  /**
   * J of one object.
   *
   * @return 0 to 1; 1 if neither has the object
   * @throws IllegalArgumentException if the maps differ in size
   */
  public static double of(LabelMap a, LabelMap b, int label) {
    return of(a, label, b, label);
  }

  /**
   * J of an object that has a label of its own in each map.
   *
   * @return 0 to 1; 1 if neither has the object
   * @throws IllegalArgumentException if the maps differ in size
   */
  public static double of(LabelMap a, int labelA, LabelMap b, int labelB) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException(a + " and " + b + " differ in size");
    }
    long both = 0;
    if (a.area(labelA) > 0 && b.area(labelB) > 0) {
      for (int i = 0; i < a.width() * a.height(); i++) {
        both += a.at(i) == labelA && b.at(i) == labelB ? 1 : 0;
      }
    }
    long either = (long) a.area(labelA) + b.area(labelB) - both;
    return either == 0 ? 1 : both / (double) either;
  }
}
