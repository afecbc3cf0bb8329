package dev.engram.nn;

import dev.engram.tensor.Tensor;

/** A convolution with its weights and zero padding of half the kernel. */
public sealed interface Conv2d permits PlainConv2d, PackedConv2d {
  /** How many channels come out. */
  int outChannels();

  /**
   * @param input [n, in, h, w]
   * @return [n, out, ceil(h / stride), ceil(w / stride)]
   */
  Tensor apply(Tensor input);

  /** {@code relu(conv(input))}. */
  Tensor applyRelu(Tensor input);

  /**
   * {@code conv(input) + addend}.
   *
   * @param addend of the result's shape, or one for all n
   */
  Tensor applyAdd(Tensor input, Tensor addend);

  /** {@code relu(conv(input) + addend)}, with an addend as in {@link #applyAdd}. */
  Tensor applyAddRelu(Tensor input, Tensor addend);
}
