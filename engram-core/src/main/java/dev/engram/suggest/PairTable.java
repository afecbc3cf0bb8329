package dev.engram.suggest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A number for pairs of a reference and a frame; NaN for pairs that have none yet. */
final class PairTable {
  private final Map<Integer, double[]> byReference = new HashMap<>();

  void put(int reference, int frame, double value) {
    double[] row = byReference.getOrDefault(reference, new double[0]);
    if (frame >= row.length) {
      int length = row.length;
      row = Arrays.copyOf(row, Math.max(frame + 1, length + length / 2));
      Arrays.fill(row, length, row.length, Double.NaN);
      byReference.put(reference, row);
    }
    row[frame] = value;
  }

  double get(int reference, int frame) {
    double[] row = byReference.get(reference);
    return row == null || frame >= row.length ? Double.NaN : row[frame];
  }

  /** Forgets all pairs with this frame. */
  void forget(int frame) {
    byReference.remove(frame);
    for (double[] row : byReference.values()) {
      if (frame < row.length) {
        row[frame] = Double.NaN;
      }
    }
  }

  /** Forgets all other references. */
  void keepOnly(Set<Integer> references) {
    byReference.keySet().retainAll(references);
  }
}
