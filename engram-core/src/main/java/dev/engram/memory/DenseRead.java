package dev.engram.memory;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;

/**
 * The read as it is trained: a softmax over all elements of memory, differentiable, for a batch of
 * images at once. Sessions read sparsely, from a {@link MemoryBank}.
 */
public final class DenseRead {
  private DenseRead() {}

  /** A feature map [b, C, h, w] as elements: [b, h * w, C]. */
  public static Tensor elements(Tensor map) {
    long channels = map.size(1);
    return map.permute(0, 2, 3, 1).reshape(map.size(0), map.size(2) * map.size(3), channels);
  }

  /**
   * Reads a memory.
   *
   * @param queryKey [b, q, C_k]
   * @param selection [b, q, C_k]
   * @param memoryKey [b, n, C_k]
   * @param shrinkage [b, n, 1]
   * @param values [b, n, C]
   * @return [b, q, C]
   */
  public static Tensor read(
      Tensor queryKey, Tensor selection, Tensor memoryKey, Tensor shrinkage, Tensor values) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor similarity =
          Similarity.of(
              Similarity.querySide(queryKey, selection),
              Similarity.memorySide(memoryKey, shrinkage));
      return scope.pass(similarity.softmax(-1).matmul(values));
    }
  }
}
