package dev.engram.network;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;

/**
 * Joins the independent probabilities of objects into one distribution a pixel (Oh et al. 2019):
 * the background is what no object claims, and a softmax over the logits settles the rest.
 */
public final class SoftAggregation {
  private static final double EPSILON = 1e-7;

  private SoftAggregation() {}

  /**
   * @param probabilities [objects, H, W], each in 0..1
   * @return [1 + objects, H, W], background first, summing to 1 at every pixel
   */
  public static Tensor aggregate(Tensor probabilities) {
    try (TensorScope scope = TensorScope.open()) {
      return scope.pass(logits(probabilities, 0).softmax(0));
    }
  }

  /**
   * The logits whose softmax is the distribution.
   *
   * @param dimension of the objects, 0 as in {@link #aggregate}, or 1 behind that of a batch
   */
  public static Tensor logits(Tensor probabilities, int dimension) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor background = probabilities.oneMinus().prod(dimension, true);
      Tensor all = Tensors.cat(dimension, background, probabilities).clamp(EPSILON, 1 - EPSILON);
      return scope.pass(all.div(all.oneMinus()).log());
    }
  }
}
