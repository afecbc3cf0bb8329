package dev.engram.memory;

import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;

/** Rows of floats, of which some are in use: [capacity, width]. */
final class Rows {
  private final TensorArena arena;
  private final boolean taken;
  private Tensor data;

  /**
   * @param taken whether all memory is taken from the system now, so that none is missing later;
   *     else only as rows are written
   */
  Rows(TensorArena arena, Device device, long capacity, int width, boolean taken) {
    this.arena = arena;
    this.taken = taken;
    data = make(device, capacity, width);
  }

  private Tensor make(Device device, long capacity, long width) {
    try (TensorScope scope = TensorScope.open()) {
      return arena.adopt(
          taken
              ? Tensors.zeros(TensorType.FLOAT32, device, capacity, width)
              : Tensors.empty(TensorType.FLOAT32, device, capacity, width));
    }
  }

  /** Makes room for more rows behind those there are. */
  void grow(long capacity) {
    Tensor smaller = data;
    data = make(smaller.device(), capacity, smaller.size(1));
    view(0, smaller.size(0)).copyInPlace(smaller);
    arena.release(smaller);
  }

  /** A view of {@code count} rows. */
  Tensor view(long first, long count) {
    return data.narrow(0, first, count);
  }

  void write(long first, Tensor rows) {
    view(first, rows.size(0)).copyInPlace(rows);
  }

  void fill(long first, long count, double value) {
    view(first, count).fillInPlace(value);
  }

  /** Moves rows; the two ranges may overlap. */
  void move(long from, long count, long to) {
    if (from == to || count == 0) {
      return;
    }
    try (TensorScope scope = TensorScope.open()) {
      write(to, view(from, count).copy());
    }
  }

  /** Moves the chosen rows of a range, in their order, to {@code to}. */
  void gather(long first, long count, Tensor chosen, long to) {
    try (TensorScope scope = TensorScope.open()) {
      write(to, view(first, count).indexSelect(0, chosen));
    }
  }

  void free() {
    arena.release(data);
  }
}
