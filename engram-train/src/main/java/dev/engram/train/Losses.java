package dev.engram.train;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;

/** XMem's losses (section 3.6): bootstrapped cross entropy and Dice on aggregated predictions. */
final class Losses {
  private Losses() {}

  /**
   * Cross entropy over the hardest pixels of each sample.
   *
   * @param logits aggregated, [b, 1 + objects, h, w]
   * @param target class of each pixel, [b, h, w], INT64
   * @param kept part of the pixels that counts, in 0..1
   * @return a scalar, the mean over kept pixels and samples
   */
  static Tensor crossEntropy(Tensor logits, Tensor target, double kept) {
    try (TensorScope scope = TensorScope.open()) {
      long batch = target.size(0);
      long pixels = target.size(1) * target.size(2);
      Tensor own = logits.logSoftmax(1).gather(1, target.unsqueeze(1));
      Tensor each = own.reshape(batch, pixels).mul(-1);
      if (kept >= 1) {
        return scope.pass(each.mean());
      }
      return scope.pass(each.topK((int) Math.max(1, kept * pixels)).values().mean());
    }
  }

  /**
   * One minus the Dice overlap, smoothed by one pixel, so that an absent object that is predicted
   * to be absent costs nothing.
   *
   * @param probabilities [b, objects, h, w], aggregated
   * @param masks [b, objects, h, w], 0 or 1
   * @return a scalar, the mean over samples and objects
   */
  static Tensor dice(Tensor probabilities, Tensor masks) {
    try (TensorScope scope = TensorScope.open()) {
      long rows = masks.size(0) * masks.size(1);
      Tensor p = probabilities.reshape(rows, masks.size(2) * masks.size(3));
      Tensor m = masks.reshape(rows, masks.size(2) * masks.size(3));
      Tensor overlap = p.mul(m).sum(1, false).mul(2).add(1);
      Tensor sizes = p.sum(1, false).add(m.sum(1, false)).add(1);
      return scope.pass(overlap.div(sizes).oneMinus().mean());
    }
  }
}
