package dev.engram.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The products of rows with all rows of one matrix, which is brought into its fastest form once for
 * many of them. Sums are in single precision, whatever the factors are in. No gradient flows
 * through them.
 */
public final class RowProducts {
  /** Kernels in bf16 stumble over rows that end within a step of so many columns. */
  private static final long STEP = 16;

  private final TensorArena arena;
  private final @Nullable OneDnn operators;
  private final Tensor matrix;
  private final TensorType type;
  private final long columns;

  private RowProducts(
      TensorArena arena, @Nullable OneDnn operators, Tensor matrix, TensorType type, long columns) {
    this.arena = arena;
    this.operators = operators;
    this.matrix = matrix;
    this.type = type;
    this.columns = columns;
  }

  /**
   * Products with a matrix as it is now; it must not change before they are freed.
   *
   * @param arena owns the matrix's form until {@link #free}
   * @param matrix [n, c], FLOAT32 or in the precision's type
   * @param rows how many rows will be multiplied at a time, about
   * @param precision of factors and results
   */
  public static RowProducts with(TensorArena arena, Tensor matrix, long rows, Precision precision) {
    boolean packs = matrix.device() == Device.CPU && matrix.elementCount() > 0;
    OneDnn operators = packs ? OneDnn.instance() : null;
    TensorType type = precision.type();
    long columns = matrix.size(1);
    if (operators != null && type == TensorType.BFLOAT16) {
      columns = (columns + STEP - 1) / STEP * STEP;
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor factor = widened(matrix, type, columns);
      Tensor form = operators == null ? factor : operators.packRows(factor, rows);
      return new RowProducts(arena, operators, arena.adopt(form), type, columns);
    }
  }

  /**
   * @param rows [m, c], FLOAT32
   * @return [m, n], row {@code i} and column {@code j} the product of those rows
   */
  public Tensor of(Tensor rows) {
    Tensor factor = widened(rows, type, columns);
    return operators == null
        ? factor.matmul(matrix.transpose(0, 1))
        : operators.rowProducts(factor, matrix);
  }

  /** The rows in a type, with zeros behind them. */
  private static Tensor widened(Tensor rows, TensorType type, long columns) {
    long own = rows.size(1);
    if (own == columns) {
      return rows.to(type);
    }
    Tensor wide = Tensors.zeros(type, rows.device(), rows.size(0), columns);
    wide.narrow(1, 0, own).copyInPlace(rows);
    return wide;
  }

  /** Frees the matrix's form. */
  public void free() {
    arena.release(matrix);
  }
}
