package dev.engram.memory;

import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * The anisotropic L2 similarity of XMem (equation 2), as one matrix product.
 *
 * <p>{@code S(n, j) = -s_n / sqrt(C) * sum_c e_cj (k_cn - q_cj)^2}, multiplied out, is the product
 * of a row that depends on the memory alone, {@code s_n / sqrt(C) * [-k_n^2, k_n, -1]}, with one
 * that depends on the query alone, {@code [e_j, 2 e_j q_j, sum e_j q_j^2]}. All take batches in
 * leading dimensions.
 */
public final class Similarity {
  private Similarity() {}

  /** The width of both sides' rows for keys of so many channels. */
  static int width(int keyChannels) {
    return 2 * keyChannels + 1;
  }

  /**
   * What of the product depends on the memory.
   *
   * @param key [n, C]
   * @param shrinkage [n, 1]
   * @return [n, width]
   */
  public static Tensor memorySide(Tensor key, Tensor shrinkage) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor minusOne = shrinkage.mul(0).addInPlace(-1);
      Tensor row = Tensors.cat(-1, key.square().mul(-1), key, minusOne);
      return scope.pass(row.mul(shrinkage.mul(1 / Math.sqrt((double) key.size(-1)))));
    }
  }

  /**
   * What of the product depends on the query.
   *
   * @param key [m, C]
   * @param selection [m, C]; null weighs all channels alike and leaves out the query's own square,
   *     which no softmax over the memory sees
   * @return [m, width]
   */
  public static Tensor querySide(Tensor key, @Nullable Tensor selection) {
    try (TensorScope scope = TensorScope.open()) {
      if (selection == null) {
        Tensor zeros = key.mul(0);
        return scope.pass(Tensors.cat(-1, zeros.add(1), key.mul(2), zeros.narrow(-1, 0, 1)));
      }
      Tensor weighted = selection.mul(key);
      return scope.pass(
          Tensors.cat(-1, selection, weighted.mul(2), weighted.mul(key).sum(-1, true)));
    }
  }

  /**
   * The similarity of each query to each element of the memory.
   *
   * @param querySide of {@link #querySide}, [m, width]
   * @param memorySide of {@link #memorySide}, [n, width]
   * @return [m, n], one row a query
   */
  public static Tensor of(Tensor querySide, Tensor memorySide) {
    return querySide.matmul(memorySide.transpose(-2, -1));
  }

  /**
   * How much of which elements each query reads.
   *
   * @param indices [m, k] columns of the similarity
   * @param weights [m, k], summing to 1 in each row
   */
  record Affinity(Tensor indices, Tensor weights) {
    /** Softmax over the most similar elements of each query (XMem section 3.2). */
    static Affinity of(Tensor.TopK mostSimilar) {
      return new Affinity(mostSimilar.indices(), mostSimilar.values().softmax(1));
    }

    /**
     * @param values [n, C_v]
     * @return [m, C_v]
     */
    Tensor read(Tensor values) {
      return NeuralOps.weightedRowSum(values, indices, weights);
    }
  }
}
