package dev.engram.network.parts;

import dev.engram.nn.Conv2d;
import dev.engram.nn.Weights;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;

/**
 * The recurrent unit of the sensory memory (XMem section 3.3). Its candidate is computed from the
 * ungated state, unlike a GRU's: {@code h' = f h (1 - u) + u n}.
 */
final class SensoryUpdate {
  private final Conv2d transform;
  private final int channels;

  private SensoryUpdate(Conv2d transform, int channels) {
    this.transform = transform;
    this.channels = channels;
  }

  static SensoryUpdate read(Weights weights, String name, int in, int channels) {
    return new SensoryUpdate(
        weights.conv(name + ".transform", 3 * channels, in + channels, 3), channels);
  }

  /**
   * @param g [objects, in, h, w]
   * @param hidden [objects, channels, h, w]
   * @return the new state, of the same shape
   */
  Tensor apply(Tensor g, Tensor hidden) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor all = transform.apply(Tensors.cat(1, g, hidden)).to(TensorType.FLOAT32);
      Tensor forget = all.narrow(1, 0, channels).sigmoid();
      Tensor update = all.narrow(1, channels, channels).sigmoid();
      Tensor candidate = all.narrow(1, 2L * channels, channels).tanh();
      Tensor kept = forget.mul(hidden).mul(update.oneMinus());
      return scope.pass(kept.addInPlace(update.mul(candidate)));
    }
  }
}
