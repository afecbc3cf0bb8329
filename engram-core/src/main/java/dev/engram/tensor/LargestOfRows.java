package dev.engram.tensor;

import dev.engram.tensor.Tensor.TopK;

/**
 * The largest elements of long rows, by way of the largest of blocks: a row's {@code k} largest lie
 * in the {@code k} blocks with the largest maxima, which are found in the same way. A maximum is
 * one pass at the speed of memory, where choosing among all elements takes ten times that.
 */
final class LargestOfRows {
  private static final int BLOCK = 8;

  private LargestOfRows() {}

  /**
   * @param rows [m, n] on the CPU, row-major but for the distance between rows
   * @param k at most n
   * @return [m, k] in no order; among equal elements any
   */
  static TopK of(Tensor rows, int k) {
    long m = rows.size(0);
    long n = rows.size(1);
    long blocks = n / BLOCK;
    if (blocks <= 2L * k) {
      return rows.topK(k);
    }
    try (TensorScope scope = TensorScope.open()) {
      // element i of block b lies at i * blocks + b, so that maxima are taken of whole vectors
      Tensor maxima = rows.narrow(1, 0, blocks * BLOCK).unflatten(1, BLOCK, blocks).max(false, 1);
      Tensor chosen = of(maxima, k).indices();
      Tensor steps = Tensors.range(blocks * BLOCK, blocks, Device.CPU).reshape(BLOCK, 1);
      Tensor candidates = chosen.unsqueeze(1).add(steps).reshape(m, (long) BLOCK * k);
      long rest = n - blocks * BLOCK;
      if (rest > 0) {
        Tensor tail = Tensors.range(n, 1, Device.CPU).narrow(0, n - rest, rest).unsqueeze(0);
        candidates = Tensors.cat(1, candidates, tail.expand(m, rest));
      }
      TopK best = rows.gather(1, candidates).topK(k);
      return new TopK(scope.pass(best.values()), scope.pass(candidates.gather(1, best.indices())));
    }
  }
}
