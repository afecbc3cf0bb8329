package dev.engram.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The products of rows with all rows of one matrix, which is brought into its fastest form once for
 * many of them. Sums are in single precision, whatever the factors are in. No gradient flows
 * through them.
 */
public final class RowProducts {
  private final @Nullable OneDnn operators;
  private final Tensor matrix;
  private final TensorType type;

  private RowProducts(@Nullable OneDnn operators, Tensor matrix, TensorType type) {
    this.operators = operators;
    this.matrix = matrix;
    this.type = type;
  }

  /**
   * Products with a matrix as it is now.
   *
   * @param matrix [n, c], FLOAT32
   * @param rows how many rows will be multiplied at a time, about
   * @param precision of factors and results
   * @return lives in the innermost tensor scope, and no longer than the matrix
   */
  public static RowProducts with(Tensor matrix, long rows, Precision precision) {
    TensorScope.requireOpen();
    boolean packs = matrix.device() == Device.CPU && matrix.elementCount() > 0;
    OneDnn operators = packs ? OneDnn.instance() : null;
    Tensor factor = matrix.to(precision.type());
    return new RowProducts(
        operators, operators == null ? factor : operators.packRows(factor, rows), precision.type());
  }

  /**
   * @param rows [m, c], FLOAT32
   * @return [m, n], row {@code i} and column {@code j} the product of those rows
   */
  public Tensor of(Tensor rows) {
    Tensor factor = rows.to(type);
    return operators == null
        ? factor.matmul(matrix.transpose(0, 1))
        : operators.rowProducts(factor, matrix);
  }
}
