package dev.engram.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Distances between colours, {@code 0xRRGGBB}. */
final class Mixtures {
  /** How far JPEG may move a flat colour's channels. */
  static final int JPEG_NOISE = 48;

  // rounding and gamma bend the line between two colours by a few steps a channel
  private static final double TOLERANCE = 12 * 12 * 3;

  private Mixtures() {}

  /** The nearest of the colours and black. */
  static int nearest(int rgb, Set<Integer> colours) {
    int nearest = 0;
    for (int colour : colours) {
      if (distance(rgb, colour) < distance(rgb, nearest)) {
        nearest = colour;
      }
    }
    return nearest;
  }

  /** Whether no channel differs by more. */
  static boolean isWithin(int a, int b, int most) {
    return Math.abs(channel(a, 0) - channel(b, 0)) <= most
        && Math.abs(channel(a, 1) - channel(b, 1)) <= most
        && Math.abs(channel(a, 2) - channel(b, 2)) <= most;
  }

  /** Whether it lies on the line between two of the colours, or one of them and black. */
  static boolean isMixture(int rgb, Set<Integer> colours) {
    List<Integer> ends = new ArrayList<>(colours);
    ends.add(0);
    for (int i = 0; i < ends.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (distanceToLine(rgb, ends.get(i), ends.get(j)) <= TOLERANCE) {
          return true;
        }
      }
    }
    return false;
  }

  private static int distance(int a, int b) {
    int sum = 0;
    for (int c = 0; c < 3; c++) {
      int difference = channel(a, c) - channel(b, c);
      sum += difference * difference;
    }
    return sum;
  }

  private static double distanceToLine(int rgb, int a, int b) {
    double along = 0;
    for (int c = 0; c < 3; c++) {
      along += (channel(rgb, c) - channel(a, c)) * (double) (channel(b, c) - channel(a, c));
    }
    double share = Math.max(0, Math.min(1, along / distance(a, b)));
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      double on = channel(a, c) + share * (channel(b, c) - channel(a, c));
      sum += (channel(rgb, c) - on) * (channel(rgb, c) - on);
    }
    return sum;
  }

  private static int channel(int rgb, int c) {
    return rgb >> (8 * c) & 255;
  }
}
