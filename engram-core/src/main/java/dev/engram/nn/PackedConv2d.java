package dev.engram.nn;

import dev.engram.tensor.PackedConvolution;
import dev.engram.tensor.Tensor;

/** A convolution that adds and rectifies in the same pass. */
record PackedConv2d(PackedConvolution kernel, int outChannels) implements Conv2d {
  @Override
  public Tensor apply(Tensor input) {
    return kernel.apply(input, null, false);
  }

  @Override
  public Tensor applyRelu(Tensor input) {
    return kernel.apply(input, null, true);
  }

  @Override
  public Tensor applyAdd(Tensor input, Tensor addend) {
    return kernel.apply(input, addend, false);
  }

  @Override
  public Tensor applyAddRelu(Tensor input, Tensor addend) {
    return kernel.apply(input, addend, true);
  }
}
