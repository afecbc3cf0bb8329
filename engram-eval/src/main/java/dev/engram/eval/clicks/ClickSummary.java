package dev.engram.eval.clicks;

import dev.engram.common.EngramException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Many objects together.
 *
 * @param objects how many
 * @param region mean J after each click
 * @param clicksTo85 NoC@85: clicks until J is 0.85, the most that were made where it never is
 * @param firstMillis median for the first click with all that it needs
 * @param clickMillis median of each further click
 */
public record ClickSummary(
    int objects, List<Double> region, double clicksTo85, double firstMillis, double clickMillis) {
  private static final double GOOD = 0.85;

  /** Copies the list. */
  public ClickSummary {
    region = List.copyOf(region);
  }

  /**
   * @throws EngramException if there are no results
   */
  public static ClickSummary of(List<ClickResult> results) {
    if (results.isEmpty()) {
      throw new EngramException("no image shows an object. Give masks that do.");
    }
    int clicks = results.get(0).region().size();
    List<Double> region = new ArrayList<>();
    for (int k = 0; k < clicks; k++) {
      int at = k;
      region.add(results.stream().mapToDouble(r -> r.region().get(at)).average().orElse(0));
    }
    double needed = results.stream().mapToInt(ClickSummary::clicksTo85).average().orElse(0);
    List<Double> first = new ArrayList<>();
    List<Double> further = new ArrayList<>();
    for (ClickResult result : results) {
      first.add(result.prepareMillis() + result.clickMillis().get(0));
      further.addAll(result.clickMillis().subList(1, result.clickMillis().size()));
    }
    return new ClickSummary(results.size(), region, needed, median(first), median(further));
  }

  private static int clicksTo85(ClickResult result) {
    int clicks = 1;
    for (double region : result.region()) {
      if (region >= GOOD) {
        return clicks;
      }
      clicks++;
    }
    return result.region().size();
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.isEmpty() ? 0 : values.get(values.size() / 2);
  }
}
