package dev.engram.network.parts;

import dev.engram.tensor.Device;
import dev.engram.tensor.MixedPrecision;
import dev.engram.tensor.Precision;
import dev.engram.tensor.TensorArena;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a network's weights lie, and in what precision it computes.
 *
 * @param arena owns the weights
 * @param chosen the precision; null leaves it to whoever trains
 */
public record Placement(TensorArena arena, Device device, @Nullable Precision chosen) {

  /** A network over parameters that somebody else owns and trains. */
  public static Placement forTraining(Device device) {
    return new Placement(new TensorArena(), device, null);
  }

  /** The precision, that of training being FP32 unless whoever trains opens another. */
  public Precision precision() {
    return chosen == null ? Precision.FP32 : chosen;
  }

  /** Does some of the network's work in its precision. */
  public <T> T compute(Supplier<T> work) {
    if (chosen == null) {
      return work.get();
    }
    try (MixedPrecision scope = chosen.open(device)) {
      return work.get();
    }
  }
}
