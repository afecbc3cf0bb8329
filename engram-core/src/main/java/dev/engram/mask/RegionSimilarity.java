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
    Box common = a.box(labelA).within(b.box(labelB));
    for (int y = common.top(); y < common.bottom(); y++) {
      for (int x = common.left(); x < common.right(); x++) {
        int i = y * a.width() + x;
        both += a.at(i) == labelA && b.at(i) == labelB ? 1 : 0;
      }
    }
    long either = (long) a.area(labelA) + b.area(labelB) - both;
    return either == 0 ? 1 : both / (double) either;
  }
}
