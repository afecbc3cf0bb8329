package dev.engram.memory;

import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;

/** Rows of floats, of which some are in use: [capacity, width]. */
final class Rows {
  /**
   * Rows that are moved at a time: what that takes beside the rows does not grow with memory, nor
   * does the process.
   */
  private static final long PIECE = 1024;

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

  /** Makes room for so many rows in all, and keeps some of those there are. */
  void relocate(long capacity, long from, long count, long to) {
    Tensor before = data;
    data = make(before.device(), capacity, before.size(1));
    view(to, count).copyInPlace(before.narrow(0, from, count));
    arena.release(before);
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
    if (from == to) {
      return;
    }
    boolean up = to < from;
    long pieces = (count + PIECE - 1) / PIECE;
    for (long i = 0; i < pieces; i++) {
      long first = (up ? i : pieces - 1 - i) * PIECE;
      try (TensorScope scope = TensorScope.open()) {
        write(to + first, view(from + first, Math.min(PIECE, count - first)).copy());
      }
    }
  }

  /**
   * Moves the chosen rows of a range together, in their order, so that the last comes to lie where
   * the range ends.
   *
   * @param chosen ascending, from 0
   */
  void keep(long first, long count, Tensor chosen) {
    long kept = chosen.size(0);
    long to = first + count - kept;
    // from the end: no row moves up, so none that is still to move is overwritten
    for (long end = kept; end > 0; end -= Math.min(PIECE, end)) {
      long from = Math.max(0, end - PIECE);
      try (TensorScope scope = TensorScope.open()) {
        write(to + from, view(first, count).indexSelect(0, chosen.narrow(0, from, end - from)));
      }
    }
  }

  void free() {
    arena.release(data);
  }
}
