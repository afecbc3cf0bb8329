package dev.engram;

import dev.engram.network.EncodedFrame;
import dev.engram.suggest.FrameKeys;
import dev.engram.suggest.Uncertainty;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;

/** Keeps what a session has seen of each frame, for suggestions. */
final class KeyKeeping {
  private final FrameKeys keys;

  KeyKeeping(FrameKeys keys) {
    this.keys = keys;
  }

  /**
   * @param index of the frame in its video
   * @param probabilities [1 + objects, H, W] inside, unpadded, the background first
   */
  void keep(long index, FrameGeometry g, EncodedFrame encoded, Tensor probabilities) {
    int frame = Math.toIntExact(index);
    try (TensorScope scope = TensorScope.open()) {
      Tensor objects = probabilities.narrow(0, 1, probabilities.size(0) - 1);
      double uncertainty = Uncertainty.of(objects.unsqueeze(1));
      Tensor masks = g.pad(objects).unsqueeze(1);
      if (keys.contains(frame)) {
        keys.replaceMasks(frame, masks, uncertainty);
      } else {
        keys.append(
            frame, encoded.key(), encoded.shrinkage(), encoded.selection(), masks, uncertainty);
      }
    }
  }
}
