package dev.engram.eval;

import java.util.List;

/**
 * What the DAVIS evaluation tells of an object's J or F over time (Perazzi et al. 2016, section 4).
 *
 * @param mean over the scored frames
 * @param recall part of the frames with more than 0.5
 * @param decay mean of the first quarter less that of the last
 */
public record Statistics(double mean, double recall, double decay) {
  private static final double RECALLED = 0.5;
  private static final int QUARTERS = 4;

  /**
   * @param values of the scored frames in their order, each 0 to 1; at least one
   */
  public static Statistics of(List<Double> values) {
    long recalled = values.stream().filter(value -> value > RECALLED).count();
    return new Statistics(
        mean(values),
        recalled / (double) values.size(),
        mean(quarter(values, 0)) - mean(quarter(values, QUARTERS - 1)));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  /** Quarters share the frame at which one ends and the next begins. */
  private static List<Double> quarter(List<Double> values, int number) {
    return values.subList(border(values.size(), number), border(values.size(), number + 1) + 1);
  }

  private static int border(int count, int number) {
    double position = 1 + (count - 1.0) * number / QUARTERS;
    return (int) Math.rint(position + 1e-10) - 1;
  }
}
