package dev.engram.nn;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * A pre-activation residual block: {@code conv2(relu(conv1(relu(x)))) + shortcut(x)}, where the
 * shortcut is a convolution if the width changes. Runs on all objects of a frame as one batch.
 */
public final class ResidualBlock {
  private final Conv2d conv1;
  private final Conv2d conv2;
  private final @Nullable Conv2d shortcut;

  private ResidualBlock(Conv2d conv1, Conv2d conv2, @Nullable Conv2d shortcut) {
    this.conv1 = conv1;
    this.conv2 = conv2;
    this.shortcut = shortcut;
  }

  /** Reads a block from {@code in} to {@code out} channels. */
  public static ResidualBlock read(Weights weights, String name, int in, int out) {
    return new ResidualBlock(
        weights.conv(name + ".conv1", out, in, 3),
        weights.conv(name + ".conv2", out, out, 3),
        in == out ? null : weights.conv(name + ".downsample", out, in, 3));
  }

  /**
   * @param x [n, in, h, w]
   * @return [n, out, h, w]
   */
  public Tensor apply(Tensor x) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor inner = conv1.applyRelu(x.relu());
      return scope.pass(conv2.applyAdd(inner, shortcut == null ? x : shortcut.apply(x)));
    }
  }
}
