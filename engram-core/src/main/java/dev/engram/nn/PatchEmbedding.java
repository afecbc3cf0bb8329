package dev.engram.nn;

import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Makes one pixel of each square of pixels, by a convolution whose windows do not overlap; in
 * ConvMAE's stages normalised and rectified (GELU).
 */
public final class PatchEmbedding {
  private final Tensor weight;
  private final Tensor bias;
  private final @Nullable LayerNorm norm;

  private PatchEmbedding(Tensor weight, Tensor bias, @Nullable LayerNorm norm) {
    this.weight = weight;
    this.bias = bias;
    this.norm = norm;
  }

  /**
   * Reads an embedding; it is normalised if the weights say so.
   *
   * @param patch pixels on each side of a square
   */
  public static PatchEmbedding read(Weights weights, String name, int out, int in, int patch) {
    LayerNorm norm =
        weights.has(name + ".norm.weight")
            ? LayerNorm.read(weights, name + ".norm", out, ConvBlock.EPSILON)
            : null;
    return new PatchEmbedding(
        weights.tensor(name + ".proj.weight", out, in, patch, patch),
        weights.tensor(name + ".proj.bias", out),
        norm);
  }

  /**
   * @param x [n, in, h, w], h and w multiples of the patch
   * @return [n, out, h / patch, w / patch], channels last in memory
   */
  public Tensor apply(Tensor x) {
    try (TensorScope scope = TensorScope.open()) {
      int patch = (int) weight.size(2);
      Tensor embedded = NeuralOps.conv2d(x, weight, bias, patch, 0).channelsLast();
      return scope.pass(norm == null ? embedded : NeuralOps.gelu(norm.applyToMap(embedded)));
    }
  }
}
