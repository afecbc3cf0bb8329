package dev.engram.nn;

import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of plain operators, on any device, in any precision; gradients flow through it.
 *
 * @param weight [out, in, kernel, kernel]
 * @param bias [out], or null
 * @param stride in pixels
 */
record PlainConv2d(Tensor weight, @Nullable Tensor bias, int stride) implements Conv2d {
  @Override
  public int outChannels() {
    return (int) weight.size(0);
  }

  @Override
  public Tensor apply(Tensor input) {
    return NeuralOps.conv2d(input, weight, bias, stride, (int) weight.size(2) / 2);
  }

  @Override
  public Tensor applyRelu(Tensor input) {
    return apply(input).reluInPlace();
  }

  @Override
  public Tensor applyAdd(Tensor input, Tensor addend) {
    return apply(input).addInPlace(addend);
  }

  @Override
  public Tensor applyAddRelu(Tensor input, Tensor addend) {
    return applyAdd(input, addend).reluInPlace();
  }
}
