package dev.engram.tensor;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Factors of small matrices, on the CPU. */
final class LinearAlgebra {
  private LinearAlgebra() {}

  /**
   * @param values ascending, [n]
   * @param vectors one a column, [n, n]
   */
  record Eigen(Tensor values, Tensor vectors) {}

  /** Eigenvalues and vectors of a symmetric matrix. */
  static Eigen symmetricEigen(Tensor matrix) {
    T_TensorTensor_T both = torch.linalg_eigh(matrix.raw());
    return new Eigen(Tensor.within(both.get0()), Tensor.within(both.get1()));
  }

  /**
   * The lower triangular L with {@code L L^T = matrix + ridge I}.
   *
   * @return null if the sum is not positive definite
   */
  static @Nullable Tensor cholesky(Tensor matrix, double ridge) {
    Tensor sum = matrix.copy();
    sum.raw().diagonal().add_(new Scalar(ridge));
    T_TensorTensor_T both = torch.linalg_cholesky_ex(sum.raw());
    return both.get1().item_int() == 0 ? Tensor.within(both.get0()) : null;
  }

  /** The sum of a matrix's diagonal. */
  static double trace(Tensor matrix) {
    return matrix.raw().trace().item_double();
  }

  /** The X of {@code lower^T X = right}. */
  static Tensor solveTransposed(Tensor lower, Tensor right) {
    return Tensor.within(
        torch.linalg_solve_triangular(lower.raw().t(), right.raw(), true, true, false));
  }

  /** Rows of a matrix at equal distances, as a view: at most so many. */
  static Tensor sample(Tensor rows, long most) {
    long n = rows.size(0);
    long step = Math.max(1, (n + most - 1) / most);
    return Tensor.within(rows.raw().slice(0, new LongOptional(0), new LongOptional(n), step));
  }

  /** {@code rows^T rows} over the number of rows. */
  static Tensor secondMoments(Tensor rows) {
    return rows.transpose(0, 1).matmul(rows).mulInPlace(1.0 / rows.size(0));
  }
}
