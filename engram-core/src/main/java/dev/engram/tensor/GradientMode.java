package dev.engram.tensor;

import org.bytedeco.pytorch.GradMode;

/**
 * Operators of this thread remember nothing for {@link Tensor#backward} from opening until close:
 * what an optimiser needs to change parameters. Nests.
 */
public final class GradientMode implements AutoCloseable {
  private final boolean before;

  private GradientMode(boolean enabled) {
    TorchRuntime.load();
    before = GradMode.is_enabled();
    GradMode.set_enabled(enabled);
  }

  /** No gradients until close. */
  public static GradientMode off() {
    return new GradientMode(false);
  }

  /** As it was before. */
  @Override
  public void close() {
    GradMode.set_enabled(before);
  }
}
