package dev.engram.network.parts;

import dev.engram.nn.Conv2d;
import dev.engram.nn.Weights;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;

/** From image features to key, shrinkage and selection (XMem section 3.2). */
public final class KeyProjection {
  private final Conv2d key;
  private final Conv2d shrinkage;
  private final Conv2d selection;

  private KeyProjection(Conv2d key, Conv2d shrinkage, Conv2d selection) {
    this.key = key;
    this.shrinkage = shrinkage;
    this.selection = selection;
  }

  /** Reads projections of features of {@code in} channels. */
  public static KeyProjection read(Weights weights, int in, int channels) {
    return new KeyProjection(
        weights.conv("key_proj.key_proj", channels, in, 3),
        weights.conv("key_proj.d_proj", 1, in, 3),
        weights.conv("key_proj.e_proj", channels, in, 3));
  }

  /** [n, in, h, w] to [n, channels, h, w], in FLOAT32 as the other two. */
  public Tensor key(Tensor f16) {
    return key.apply(f16).to(TensorType.FLOAT32);
  }

  /** {@code d^2 + 1}: [n, 1, h, w]. */
  public Tensor shrinkage(Tensor f16) {
    try (TensorScope scope = TensorScope.open()) {
      return scope.pass(shrinkage.apply(f16).to(TensorType.FLOAT32).square().addInPlace(1));
    }
  }

  /** In 0..1: [n, channels, h, w]. */
  public Tensor selection(Tensor f16) {
    try (TensorScope scope = TensorScope.open()) {
      return scope.pass(selection.apply(f16).to(TensorType.FLOAT32).sigmoid());
    }
  }
}
