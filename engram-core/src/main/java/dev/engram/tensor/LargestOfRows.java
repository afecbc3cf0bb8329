package dev.engram.tensor;

import dev.engram.tensor.Tensor.TopK;
import java.util.ArrayList;
import java.util.List;

/**
 * The largest elements of long rows, by way of the largest of blocks: a row's {@code k} largest lie
 * in the {@code k} blocks with the largest maxima, which are found in the same way. A maximum is
 * one pass at the speed of memory; the search, by the calling thread, then looks at a few hundred
 * elements a row.
 */
final class LargestOfRows {
  private static final int BLOCK = 8;

  private final List<RowKeys> levels = new ArrayList<>();
  private final int k;
  private final float[] values;
  private final long[] indices;

  private LargestOfRows(Tensor rows, int k) {
    this.k = k;
    int m = Math.toIntExact(rows.size(0));
    values = new float[m * k];
    indices = new long[m * k];
    Tensor level = rows;
    levels.add(RowKeys.of(level));
    while (level.size(1) / BLOCK > k) {
      long blocks = level.size(1) / BLOCK;
      // element i of block b lies at i * blocks + b, so that maxima are taken of whole vectors
      level = level.narrow(1, 0, blocks * BLOCK).unflatten(1, BLOCK, blocks).max(false, 1);
      levels.add(RowKeys.of(level));
    }
  }

  /**
   * @param rows [m, n] on the CPU, FLOAT32 or BFLOAT16, row-major but for the distance between rows
   * @param k at most n
   * @return [m, k] in no order, the values in FLOAT32; among equal elements any
   */
  static TopK of(Tensor rows, int k) {
    int m = Math.toIntExact(rows.size(0));
    try (TensorScope scope = TensorScope.open()) {
      LargestOfRows search = null;
      if (rows.type() == TensorType.BFLOAT16) {
        // bits of numbers that are not negative are ordered as the numbers are, and their maxima
        // are far faster to take; where others are among the largest the numbers themselves tell
        LargestOfRows ofBits = new LargestOfRows(rows.bits(), k);
        search = ofBits.run(m) >= 0 ? ofBits : null;
      }
      if (search == null) {
        search = new LargestOfRows(rows, k);
        search.run(m);
      }
      return new TopK(
          scope.pass(Tensors.of(search.values, m, k)),
          scope.pass(Tensors.of(search.indices, m, k)));
    }
  }

  /** The least key that was chosen. */
  private int run(int rows) {
    Largest first = new Largest(k);
    Largest second = new Largest(k);
    int least = Integer.MAX_VALUE;
    for (int row = 0; row < rows; row++) {
      Largest best = search(row, first, second);
      least = Math.min(least, best.key(0));
    }
    return least;
  }

  private Largest search(int row, Largest first, Largest second) {
    Largest best = first;
    Largest above = second;
    RowKeys top = levels.get(levels.size() - 1);
    best.clear(Integer.MIN_VALUE);
    best.offer(top, row, 0, 1, top.columns());
    for (int l = levels.size() - 2; l >= 0; l--) {
      Largest found = best;
      best = above;
      above = found;
      RowKeys level = levels.get(l);
      int blocks = level.columns() / BLOCK;
      // there are k elements that are no less than the least of the chosen maxima
      best.clear(above.key(0));
      best.offer(level, row, blocks * BLOCK, 1, level.columns() - blocks * BLOCK);
      for (int i = above.size() - 1; i >= 0 && best.wants(above.key(i)); i--) {
        best.offer(level, row, above.index(i), blocks, BLOCK);
      }
    }
    for (int i = 0; i < k; i++) {
      values[row * k + i] = RowKeys.value(best.key(i));
      indices[row * k + i] = best.index(i);
    }
    return best;
  }
}
