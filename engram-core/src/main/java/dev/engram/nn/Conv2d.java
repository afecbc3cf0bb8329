package dev.engram.nn;

import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with its weights, zero padding of half the kernel.
 *
 * @param weight [out, in, kernel, kernel]
 * @param bias [out], or null
 * @param stride in pixels
 */
public record Conv2d(Tensor weight, @Nullable Tensor bias, int stride) {
  /**
   * @param input [n, in, h, w]
   * @return [n, out, ceil(h / stride), ceil(w / stride)]
   */
  public Tensor apply(Tensor input) {
    return NeuralOps.conv2d(input, weight, bias, stride, (int) weight.size(2) / 2);
  }

  /** How many channels come out. */
  public int outChannels() {
    return (int) weight.size(0);
  }
}
