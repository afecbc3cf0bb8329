package dev.engram.memory;

import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * The sensory memory (XMem section 3.3): a hidden state per object, one feature map at the
 * network's stride, replaced at every frame.
 */
public final class SensoryMemory {
  private final TensorArena arena;
  private final Device device;
  private final int channels;
  private @Nullable Tensor hidden;

  /**
   * @param arena owns the state
   * @param channels of the state; 0 for a network without sensory memory
   */
  public SensoryMemory(TensorArena arena, Device device, int channels) {
    this.arena = arena;
    this.device = device;
    this.channels = channels;
  }

  /** [objects, channels, h, w]; null without objects, or without sensory memory. */
  public @Nullable Tensor hidden() {
    return hidden;
  }

  /** Appends objects with a state of zeros. */
  public void addObjects(int count, long height, long width) {
    if (channels == 0 || count == 0) {
      return;
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor zeros = Tensors.zeros(TensorType.FLOAT32, device, count, channels, height, width);
      replace(hidden == null ? zeros : Tensors.cat(0, hidden, zeros));
    }
  }

  /** Removes the object at this position. */
  public void removeObject(int index) {
    if (hidden == null) {
      return;
    }
    long count = hidden.size(0);
    if (count == 1) {
      arena.release(hidden);
      hidden = null;
      return;
    }
    try (TensorScope scope = TensorScope.open()) {
      replace(
          Tensors.cat(
              0, hidden.narrow(0, 0, index), hidden.narrow(0, index + 1L, count - index - 1)));
    }
  }

  /** Takes a new state of the same shape; null keeps the old one. */
  public void update(@Nullable Tensor updated) {
    if (updated != null) {
      replace(updated);
    }
  }

  private void replace(Tensor next) {
    hidden = arena.keep(hidden, next);
  }
}
