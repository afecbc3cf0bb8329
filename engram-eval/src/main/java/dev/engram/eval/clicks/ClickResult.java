package dev.engram.eval.clicks;

import java.util.List;

/**
 * What clicks made of one object of one image.
 *
 * @param image its file's name
 * @param label of the object in its mask
 * @param region J after each click; after the last that was needed it stays
 * @param prepareMillis for what depends on the image alone
 * @param clickMillis of each click that was made, without that
 */
public record ClickResult(
    String image, int label, List<Double> region, double prepareMillis, List<Double> clickMillis) {
  /** Copies the lists. */
  public ClickResult {
    region = List.copyOf(region);
    clickMillis = List.copyOf(clickMillis);
  }
}
