package dev.engram.suggest;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;

/** How unsure masks are. */
public final class Uncertainty {
  /** Pixels below it are sure to be background, and say nothing of the object. */
  private static final double AROUND = 0.05;

  private Uncertainty() {}

  /**
   * The mean of {@code 1 - |2p - 1|} over the pixels in and around the objects, those whose p is
   * above 0.05, with p the largest probability of the objects at a pixel.
   *
   * @param masks probabilities of the objects without the background: [objects, 1, H, W]
   * @return 0 (all are 1, or no object is there) to 1 (all are 0.5)
   */
  public static double of(Tensor masks) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor p = masks.max(false, 0);
      Tensor around = p.greater(AROUND).to(TensorType.FLOAT32);
      double pixels = around.sum().item();
      // 1 - |2p - 1| is twice the smaller of p and 1 - p
      Tensor smaller = p.oneMinus().maximum(p).oneMinus();
      return pixels == 0 ? 0 : Math.min(1, 2 * smaller.mul(around).sum().item() / pixels);
    }
  }
}
