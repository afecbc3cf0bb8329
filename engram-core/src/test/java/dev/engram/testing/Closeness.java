package dev.engram.testing;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares arrays of numbers. */
public final class Closeness {
  private Closeness() {}

  /** The largest difference, relative to the largest magnitude that was expected. */
  public static double relative(float[] actual, float[] expected) {
    double magnitude = 0;
    for (float value : expected) {
      magnitude = Math.max(magnitude, Math.abs(value));
    }
    return absolute(actual, expected) / Math.max(magnitude, 1e-12);
  }

  /** The largest difference; NaN differs from everything. */
  public static double absolute(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs((double) actual[i] - expected[i]);
      largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
    }
    return largest;
  }
}
