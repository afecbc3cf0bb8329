package dev.engram.nn;

import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;

/**
 * ConvMAE's block at strides 4 and 8 (Gao et al. 2022): where a transformer block attends, a 5x5
 * convolution of each channel between two of single pixels; then the usual network at each pixel.
 */
public final class ConvBlock {
  /** What torch adds to the variance unless told otherwise. */
  static final double EPSILON = 1e-5;

  private static final int KERNEL = 5;

  private final LayerNorm norm1;
  private final Conv2d before;
  private final Tensor depthwiseWeight;
  private final Tensor depthwiseBias;
  private final Conv2d after;
  private final LayerNorm norm2;
  private final Conv2d widen;
  private final Conv2d narrow;

  private ConvBlock(Weights weights, String name, int channels) {
    int hidden = weights.extent(name + ".mlp.fc1.weight", 0, 4 * channels);
    norm1 = LayerNorm.read(weights, name + ".norm1", channels, EPSILON);
    before = weights.conv(name + ".conv1", channels, channels, 1);
    depthwiseWeight = weights.tensor(name + ".attn.weight", channels, 1, KERNEL, KERNEL);
    depthwiseBias = weights.tensor(name + ".attn.bias", channels);
    after = weights.conv(name + ".conv2", channels, channels, 1);
    norm2 = LayerNorm.read(weights, name + ".norm2", channels, EPSILON);
    widen = weights.conv(name + ".mlp.fc1", hidden, channels, 1);
    narrow = weights.conv(name + ".mlp.fc2", channels, hidden, 1);
  }

  /** Reads a block of so many channels. */
  public static ConvBlock read(Weights weights, String name, int channels) {
    return new ConvBlock(weights, name, channels);
  }

  /**
   * @param x [n, channels, h, w], channels last in memory
   * @return of the same shape
   */
  public Tensor apply(Tensor x) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor inner = before.apply(norm1.applyToMap(x));
      inner = NeuralOps.depthwiseConv2d(inner, depthwiseWeight, depthwiseBias, KERNEL / 2);
      Tensor mixed = x.add(after.apply(inner));
      Tensor wide = NeuralOps.gelu(widen.apply(norm2.applyToMap(mixed)));
      return scope.pass(mixed.add(narrow.apply(wide)));
    }
  }
}
