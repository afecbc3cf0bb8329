package dev.engram.nn;

import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;

/**
 * Brings the channels of each token to mean 0 and deviation 1, then scales and shifts them (Ba et
 * al. 2016).
 *
 * @param weight [channels]
 * @param bias [channels]
 */
public record LayerNorm(Tensor weight, Tensor bias, double epsilon) {
  /** Reads the normalisation of {@code channels} channels. */
  public static LayerNorm read(Weights weights, String name, int channels, double epsilon) {
    return new LayerNorm(
        weights.tensor(name + ".weight", channels),
        weights.tensor(name + ".bias", channels),
        epsilon);
  }

  /**
   * @param x [..., channels]
   * @return of the same shape
   */
  public Tensor apply(Tensor x) {
    return NeuralOps.layerNorm(x, weight, bias, epsilon);
  }

  /**
   * @param map [n, channels, h, w], channels last in memory
   * @return of the same shape, normalised at each pixel
   */
  public Tensor applyToMap(Tensor map) {
    try (TensorScope scope = TensorScope.open()) {
      return scope.pass(apply(map.permute(0, 2, 3, 1)).permute(0, 3, 1, 2));
    }
  }
}
