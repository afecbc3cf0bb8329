package dev.engram.nn;

import dev.engram.tensor.Tensor;

/** Features of images at strides 4, 8 and 16: [n, channels, h / stride, w / stride]. */
public record Pyramid(Tensor f4, Tensor f8, Tensor f16) {
  /** Those of some images of the batch; views. */
  public Pyramid images(int first, int count) {
    return new Pyramid(
        f4.narrow(0, first, count), f8.narrow(0, first, count), f16.narrow(0, first, count));
  }
}
