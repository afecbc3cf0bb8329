package dev.engram.tensor;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * Lets convolutions and matrix products of this thread run in bfloat16 from opening until close;
 * weights stay in float32 and are converted once. Nests; {@link #off} makes an exception within.
 */
public final class MixedPrecision implements AutoCloseable {
  private final DeviceType device;
  private final boolean before;
  private boolean closed;

  private MixedPrecision(Device device, boolean enabled) {
    TorchRuntime.load();
    this.device = device == Device.CPU ? DeviceType.CPU : DeviceType.CUDA;
    before = torch.is_autocast_enabled(this.device);
    torch.set_autocast_dtype(this.device, TensorType.BFLOAT16.scalarType());
    torch.set_autocast_enabled(this.device, enabled);
    torch.increment_nesting();
  }

  /** bfloat16 where it is safe. */
  public static MixedPrecision on(Device device) {
    return new MixedPrecision(device, true);
  }

  /** float32 throughout. */
  public static MixedPrecision off(Device device) {
    return new MixedPrecision(device, false);
  }

  /** As it was before; with the outermost one the converted weights are forgotten. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (torch.decrement_nesting() == 0) {
      torch.clear_cache();
    }
    torch.set_autocast_enabled(device, before);
  }
}
