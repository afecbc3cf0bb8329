package dev.engram.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The few directions in which the products of two sets of rows vary: narrower rows give the same
 * products, but for an error that is chosen.
 *
 * <p>With {@code B} the right rows about their mean, {@code n} of them, and {@code B^T B / n = L
 * L^T}, the products are those of {@code A L} with {@code B L^-T}. The latter is white, so that of
 * all approximations of a rank the leading singular vectors of {@code A L} give the best (Eckart
 * and Young, 1936), and what it misses in the mean square is the sum of the other squared singular
 * values over the number of left rows. The right rows are sampled for that. What is missing of each
 * single left row is known too, and bounded, as rows of a kind of their own may be few.
 */
public final class ProductBasis {
  private static final int STEP = 16;
  private static final int WORST = 4;
  private static final int SAMPLES_A_COLUMN = 8;

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
   * @param error what products may be off by, as the root of the mean square; those of one left row
   *     may be off by {@value #WORST} times as much
   * @return null where narrower rows would gain little, or where there is something infinite
   */
  public static @Nullable ProductBasis of(TensorArena arena, Tensor a, Tensor b, double error) {
    int columns = Math.toIntExact(a.size(1));
    if (columns <= 2 * STEP) {
      return null;
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor rights =
          LinearAlgebra.sample(b, (long) SAMPLES_A_COLUMN * columns).to(TensorType.FLOAT64);
      Tensor mean = rights.mean(0, true);
      Tensor moments = LinearAlgebra.secondMoments(rights.sub(mean));
      double variance = LinearAlgebra.trace(moments) / columns;
      Tensor root = LinearAlgebra.cholesky(moments, RIDGE * variance);
      if (root == null) {
        return null;
      }
      Tensor spectrum = LinearAlgebra.secondMoments(a.to(TensorType.FLOAT64).matmul(root));
      if (!Double.isFinite(LinearAlgebra.trace(spectrum))) {
        return null;
      }
      LinearAlgebra.Eigen eigen = LinearAlgebra.symmetricEigen(spectrum);
      Tensor all = root.matmul(eigen.vectors());
      Tensor squares = a.matmul(all.to(TensorType.FLOAT32)).square();
      int rank = rank(eigen.values().toFloats(), error);
      while (rank + 2 * STEP <= columns
          && worst(squares.narrow(1, 0, columns - rank)) > WORST * error) {
        rank += STEP;
      }
      if (rank + 2 * STEP > columns) {
        return null;
      }
      Tensor lead = eigen.vectors().narrow(1, columns - rank, rank);
      Tensor right = LinearAlgebra.solveTransposed(root, lead);
      return new ProductBasis(
          arena,
          all.narrow(1, columns - rank, rank),
          right,
          mean.matmul(right),
          all.narrow(1, 0, columns - rank));
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
   * What products of a left row with the right rows that the basis was made from are off by, as the
   * root of the mean square, at worst among these.
   */
  public double worstError(Tensor a) {
    try (TensorScope scope = TensorScope.open()) {
      return worst(a.matmul(rest).square());
    }
  }

  private static double worst(Tensor squares) {
    return Math.sqrt(squares.sum(1, false).max(false, 0).item());
  }

  /** Frees it. */
  public void free() {
    arena.release(left);
    arena.release(right);
    arena.release(mean);
    arena.release(rest);
  }
}
