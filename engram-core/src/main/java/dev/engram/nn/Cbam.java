package dev.engram.nn;

import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;

/**
 * Convolutional block attention (Woo et al. 2018): a gate per channel from the mean and the largest
 * value over the image, then a gate per pixel from the largest value and the mean over the
 * channels.
 */
public final class Cbam {
  private final Tensor squeezeWeight;
  private final Tensor squeezeBias;
  private final Tensor exciteWeight;
  private final Tensor exciteBias;
  private final Conv2d spatial;

  private Cbam(Tensor[] mlp, Conv2d spatial) {
    this.squeezeWeight = mlp[0];
    this.squeezeBias = mlp[1];
    this.exciteWeight = mlp[2];
    this.exciteBias = mlp[3];
    this.spatial = spatial;
  }

  /** Reads the gates of {@code channels} channels. */
  public static Cbam read(Weights weights, String name, int channels) {
    String mlp = name + ".ChannelGate.mlp";
    int hidden = weights.extent(mlp + ".1.weight", 0, Math.max(1, channels / 16));
    Tensor[] parameters = {
      weights.tensor(mlp + ".1.weight", hidden, channels),
      weights.tensor(mlp + ".1.bias", hidden),
      weights.tensor(mlp + ".3.weight", channels, hidden),
      weights.tensor(mlp + ".3.bias", channels)
    };
    return new Cbam(parameters, weights.conv(name + ".SpatialGate.spatial.conv", 1, 2, 7));
  }

  /**
   * @param x [n, channels, h, w]
   * @return the gated input, of the same shape
   */
  public Tensor apply(Tensor x) {
    try (TensorScope scope = TensorScope.open()) {
      long n = x.size(0);
      long channels = x.size(1);
      Tensor mean = x.mean(3, false).mean(2, false);
      Tensor largest = x.max(false, 2, 3);
      Tensor gate = excite(mean).add(excite(largest)).sigmoid();
      Tensor gated = x.mul(gate.reshape(n, channels, 1, 1));
      Tensor summary = Tensors.cat(1, gated.max(true, 1), gated.mean(1, true));
      return scope.pass(gated.mul(spatial.apply(summary).sigmoid()));
    }
  }

  private Tensor excite(Tensor pooled) {
    Tensor hidden = NeuralOps.linear(pooled, squeezeWeight, squeezeBias).reluInPlace();
    return NeuralOps.linear(hidden, exciteWeight, exciteBias);
  }
}
