package dev.engram.suggest;

import dev.engram.tensor.Precision;
import dev.engram.tensor.RowProducts;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;

/**
 * The dissimilarity of XMem++ section 3.3 as its reference computes it: the mean over all pairs of
 * pixels (p, q) of {@code max(0, X[p, q])} with {@code X = S(a, b) - S(b, a)}, p counting the
 * pixels of whichever frame is the memory.
 */
final class Dissimilarity {
  /** Rows of a block of similarities, so that not all of them are in memory at once. */
  private static final long BLOCK = 512;

  /** Above what single precision loses, relative to the norms of the factors. */
  private static final double SLACK = 4e-6;

  private Dissimilarity() {}

  /**
   * D(a, b); exactly 0 for frames that are alike, for which there are two products and not one of
   * twice the width.
   */
  static double of(FrameSides a, FrameSides b) {
    long n = a.memory().size(0);
    double sum = 0;
    try (TensorArena forms = new TensorArena()) {
      RowProducts withB = RowProducts.with(forms, b.query(), BLOCK, Precision.FP32);
      RowProducts withA = RowProducts.with(forms, a.query(), BLOCK, Precision.FP32);
      for (long start = 0; start < n; start += BLOCK) {
        long rows = Math.min(BLOCK, n - start);
        try (TensorScope scope = TensorScope.open()) {
          Tensor there = withB.of(a.memory().narrow(0, start, rows));
          Tensor back = withA.of(b.memory().narrow(0, start, rows));
          sum += there.subInPlace(back).reluInPlace().sum().item();
        }
      }
    }
    return sum / ((double) n * n);
  }

  /**
   * A number that D(a, b) is not above, for a fifth of the work.
   *
   * <p>A row of X has {@code sum max(0, x) = (sum |x| + sum x) / 2}, and {@code sum |x| <= sqrt(n *
   * sum x^2)}. Both sums follow from sums over the pixels of the queries, without X itself. Where
   * they overflow the bound is the largest of numbers.
   */
  static double atMost(FrameSides a, FrameSides b) {
    try (TensorArena forms = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      long n = a.memory().size(0);
      Tensor across = a.query().transpose(0, 1).matmul(b.query());
      Tensor mixed =
          product(forms, a.memory(), b.gram())
              .sub(product(forms, b.memory(), across.transpose(0, 1).contiguous()).mul(2));
      Tensor squares =
          rowSums(mixed.mul(a.memory()))
              .addInPlace(rowSums(product(forms, b.memory(), a.gram()).mul(b.memory())));
      Tensor norms = rowSums(a.memory().square()).addInPlace(rowSums(b.memory().square()));
      double most = a.query().square().sum().item() + b.query().square().sum().item();
      Tensor sums = a.memory().matmul(total(b)).sub(b.memory().matmul(total(a)));
      Tensor magnitudes =
          squares
              .reluInPlace()
              .addInPlace(norms.mulInPlace(SLACK * most))
              .mulInPlace((double) n)
              .sqrt();
      double bound = magnitudes.addInPlace(sums).sum().item() / (2.0 * n * n);
      return Double.isFinite(bound) ? bound : Double.MAX_VALUE;
    }
  }

  /** Rows times those of a matrix, by as many threads as there are. */
  private static Tensor product(TensorArena forms, Tensor rows, Tensor matrix) {
    return RowProducts.with(forms, matrix, rows.size(0), Precision.FP32).of(rows);
  }

  private static Tensor rowSums(Tensor rows) {
    return rows.sum(1, true);
  }

  /** The sum of all queries: [width, 1]. */
  private static Tensor total(FrameSides frame) {
    return frame.query().sum(0, true).transpose(0, 1);
  }
}
