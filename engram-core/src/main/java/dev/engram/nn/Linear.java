package dev.engram.nn;

import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;

/**
 * A fully connected layer over the last dimension.
 *
 * @param weight [out, in]
 * @param bias [out]
 */
public record Linear(Tensor weight, Tensor bias) {
  /**
   * @param x [..., in]
   * @return [..., out]
   */
  public Tensor apply(Tensor x) {
    return NeuralOps.linear(x, weight, bias);
  }
}
