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
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException(a + " and " + b + " differ in size");
    }
    long both = 0;
    long either = 0;
    for (int i = 0; i < a.width() * a.height(); i++) {
      boolean inA = a.at(i) == label;
      boolean inB = b.at(i) == label;
      both += inA && inB ? 1 : 0;
      either += inA || inB ? 1 : 0;
    }
    return either == 0 ? 1 : both / (double) either;
  }
}
