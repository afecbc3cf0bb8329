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
  private final Linear before;
  private final Tensor depthwiseWeight;
  private final Tensor depthwiseBias;
  private final Linear after;
  private final LayerNorm norm2;
  private final Linear widen;
  private final Linear narrow;

  private ConvBlock(Weights weights, String name, int channels) {
    int hidden = weights.extent(name + ".mlp.fc1.weight", 0, 4 * channels);
    norm1 = LayerNorm.read(weights, name + ".norm1", channels, EPSILON);
    before = weights.pixelwise(name + ".conv1", channels, channels);
    depthwiseWeight = weights.tensor(name + ".attn.weight", channels, 1, KERNEL, KERNEL);
    depthwiseBias = weights.tensor(name + ".attn.bias", channels);
    after = weights.pixelwise(name + ".conv2", channels, channels);
    norm2 = LayerNorm.read(weights, name + ".norm2", channels, EPSILON);
    widen = weights.pixelwise(name + ".mlp.fc1", hidden, channels);
    narrow = weights.pixelwise(name + ".mlp.fc2", channels, hidden);
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
      Tensor pixels = x.permute(0, 2, 3, 1);
      Tensor inner = before.apply(norm1.apply(pixels)).permute(0, 3, 1, 2);
      Tensor spread = NeuralOps.depthwiseConv2d(inner, depthwiseWeight, depthwiseBias, KERNEL / 2);
      Tensor mixed = pixels.add(after.apply(spread.permute(0, 2, 3, 1)));
      Tensor wide = NeuralOps.gelu(widen.apply(norm2.apply(mixed)));
      return scope.pass(mixed.add(narrow.apply(wide)).permute(0, 3, 1, 2));
    }
  }
}
