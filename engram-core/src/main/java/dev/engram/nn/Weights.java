package dev.engram.nn;

import dev.engram.tensor.Tensor;

/**
 * Where layers get their weights from: a checkpoint, fixed and with its normalisation folded
 * ({@link CheckpointWeights}), or parameters that are being trained ({@link TrainableWeights}).
 */
public interface Weights {
  /** The extent of a dimension of an entry, or {@code fallback} where there is no such entry. */
  int extent(String name, int dimension, int fallback);

  /** Whether there is an entry of this name. */
  boolean has(String name);

  /** Any entry, which has this shape. */
  Tensor tensor(String name, int... shape);

  /** A convolution with a bias and no normalisation. */
  default Conv2d conv(String name, int out, int in, int kernel) {
    return new PlainConv2d(
        tensor(name + ".weight", out, in, kernel, kernel), tensor(name + ".bias", out), 1);
  }

  /** A fully connected layer. */
  default Linear linear(String name, int out, int in) {
    return new Linear(tensor(name + ".weight", out, in), tensor(name + ".bias", out));
  }

  /** A convolution of single pixels, as a layer over the channels of each. */
  default Linear pixelwise(String name, int out, int in) {
    return new Linear(
        tensor(name + ".weight", out, in, 1, 1).reshape(out, in), tensor(name + ".bias", out));
  }

  /**
   * A convolution that was trained with batch normalisation: either a weight without bias and the
   * four entries of {@code norm}, or both folded already (a weight with a bias).
   *
   * @param in input channels
   * @param trainedIn how many of these a narrower checkpoint may have been trained with; the others
   *     get weights of zero
   */
  Conv2d normalisedConv(
      String name, String norm, int out, int in, int trainedIn, int kernel, int stride);

  /**
   * A convolution as {@link #conv}, split over two groups of its input channels into one for each,
   * whose results add up to its own; the first keeps the bias.
   *
   * @param first channels of the first group
   * @return two convolutions
   */
  Conv2d[] splitConv(String name, int out, int in, int kernel, int first);
}
