package dev.engram.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The few directions in which the products of two sets of rows vary: narrower rows give the same
 * products, with an error that is known beforehand.
 *
 * <p>With {@code B} the right rows about their mean, {@code n} of them, and {@code B^T B / n = L
 * L^T}, the products are those of {@code A L} with {@code B L^-T}. The latter is white, so that of
 * all approximations of a rank the leading singular vectors of {@code A L} give the best (Eckart
 * and Young, 1936), and what it misses in the mean square is the sum of the other squared singular
 * values over the number of left rows. Both sets are sampled for that.
 */
public final class ProductBasis {
  private static final int STEP = 16;
  private static final int LEFT_SAMPLES_A_COLUMN = 4;
  private static final int RIGHT_SAMPLES_A_COLUMN = 8;

  /** Of the mean variance: far under what single precision holds. */
  private static final double RIDGE = 1e-10;

  private final TensorArena arena;
  private final Tensor left;
  private final Tensor right;
  private final Tensor mean;
  private final Tensor rest;

  private ProductBasis(TensorArena arena, Tensor left, Tensor right, Tensor mean, Tensor rest) {
    this.arena = arena;
    this.left = kept(left);
    this.right = kept(right);
    this.mean = kept(mean);
    this.rest = kept(rest);
  }

  private Tensor kept(Tensor tensor) {
    return arena.adopt(tensor.to(TensorType.FLOAT32).contiguous());
  }

  /**
   * Finds a basis.
   *
   * @param arena owns it until {@link #free}
   * @param a left rows, [m, c], FLOAT32, on the CPU
   * @param b right rows, [n, c]
   * @param error what products may be off by, as the root of the mean square
   * @return null where narrower rows would gain little, or where there is something infinite
   */
  public static @Nullable ProductBasis of(TensorArena arena, Tensor a, Tensor b, double error) {
    int columns = Math.toIntExact(a.size(1));
    if (columns <= 2 * STEP) {
      return null;
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor lefts = LinearAlgebra.sample(a, (long) LEFT_SAMPLES_A_COLUMN * columns);
      Tensor rights =
          LinearAlgebra.sample(b, (long) RIGHT_SAMPLES_A_COLUMN * columns).to(TensorType.FLOAT64);
      Tensor mean = rights.mean(0, true);
      Tensor moments = LinearAlgebra.secondMoments(rights.sub(mean));
      double variance = LinearAlgebra.trace(moments) / columns;
      Tensor root = LinearAlgebra.cholesky(moments, RIDGE * variance);
      if (root == null) {
        return null;
      }
      Tensor spectrum = LinearAlgebra.secondMoments(lefts.to(TensorType.FLOAT64).matmul(root));
      if (!Double.isFinite(LinearAlgebra.trace(spectrum))) {
        return null;
      }
      LinearAlgebra.Eigen eigen = LinearAlgebra.symmetricEigen(spectrum);
      int rank = rank(eigen.values().toFloats(), error);
      if (rank + 2 * STEP > columns) {
        return null;
      }
      Tensor lead = eigen.vectors().narrow(1, columns - rank, rank);
      Tensor right = LinearAlgebra.solveTransposed(root, lead);
      return new ProductBasis(
          arena,
          root.matmul(lead),
          right,
          mean.matmul(right),
          root.matmul(eigen.vectors().narrow(1, 0, columns - rank)));
    }
  }

  /** The least number of directions, in steps, so that the others weigh no more than the error. */
  private static int rank(float[] ascending, double error) {
    double missed = 0;
    int others = 0;
    while (others < ascending.length && missed + Math.max(0, ascending[others]) <= error * error) {
      missed += Math.max(0, ascending[others++]);
    }
    return Math.max(1, (ascending.length - others + STEP - 1) / STEP) * STEP;
  }

  /** The width of narrower rows. */
  public long directions() {
    return left.size(1);
  }

  /** Narrower left rows: [m, directions]. */
  public Tensor left(Tensor a) {
    return a.matmul(left);
  }

  /** Narrower right rows about their mean: all products of a left row lose one same number. */
  public Tensor right(Tensor b) {
    return b.matmul(right).subInPlace(mean);
  }

  /**
   * What products of these left rows with the right ones that the basis was made from are off by,
   * as the root of the mean square.
   */
  public double error(Tensor a) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor some = LinearAlgebra.sample(a, (long) LEFT_SAMPLES_A_COLUMN * a.size(1));
      return Math.sqrt(some.matmul(rest).square().sum().item() / some.size(0));
    }
  }

  /** Frees it. */
  public void free() {
    arena.release(left);
    arena.release(right);
    arena.release(mean);
    arena.release(rest);
  }
}
