package dev.engram.memory;

import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.ProductBasis;
import dev.engram.tensor.RowProducts;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The memory's side of the similarity in the form in which many queries are compared with it
 * fastest.
 *
 * <p>In half precision on the CPU that is a {@link ProductBasis}: of the {@code 2 C + 1} directions
 * of {@link Similarity} about half carry all but a few hundredths, and as the others and the mean
 * are left out before rounding, the result is nearer to single precision than all of them rounded.
 */
final class PackedMemory {
  /** Rounding all directions to bfloat16 costs about 0.07, and 0.12 where it costs most. */
  private static final double ERROR = 0.03;

  /** From which error on a query is too far from those that the basis was made for. */
  private static final double TOO_MUCH = 0.2;

  /** The least by which sizes differ. */
  private static final long STEP = 1024;

  /** Rows at a time: what they take in single precision does not grow with memory. */
  private static final long PIECE = 2048;

  private final RowProducts products;
  private final @Nullable ProductBasis basis;
  private final long used;

  private PackedMemory(RowProducts products, @Nullable ProductBasis basis, long used) {
    this.products = products;
    this.basis = basis;
    this.used = used;
  }

  /**
   * Rows to compare queries with when so many are in use: one of few sizes. Of each size a kernel
   * is made, and kept for good by every thread; with one for each length of memory the process
   * grows until long-term memory is full.
   */
  static long room(long used) {
    long step = Math.max(STEP, Long.highestOneBit(used) / 4);
    return Math.max(1, (used + step - 1) / step) * step;
  }

  /**
   * @param arena owns it until {@link #free}
   * @param memorySide [at most {@link #room}, width], of which the first {@code used} rows count;
   *     must not change until then
   * @param querySide [queries, width]
   * @param queriesAtATime how many {@link #similarity} will get
   */
  static PackedMemory of(
      TensorArena arena,
      Tensor memorySide,
      long used,
      Tensor querySide,
      long queriesAtATime,
      Precision precision) {
    boolean onCpu = memorySide.device() == Device.CPU;
    boolean rounds = precision == Precision.BF16 && onCpu;
    Tensor inUse = memorySide.narrow(0, 0, used);
    ProductBasis basis = rounds ? ProductBasis.of(arena, querySide, inUse, ERROR) : null;
    try (TensorScope scope = TensorScope.open()) {
      Tensor rows = memorySide;
      if (basis != null) {
        rows = changed(inUse, TensorType.BFLOAT16, basis.directions(), basis::right);
      } else if (rounds) {
        Tensor mean = inUse.mean(0, true);
        rows = changed(inUse, TensorType.BFLOAT16, inUse.size(1), piece -> piece.sub(mean));
      } else if (onCpu && rows.size(0) < room(used)) {
        rows = changed(inUse, TensorType.FLOAT32, inUse.size(1), piece -> piece);
      }
      return new PackedMemory(
          RowProducts.with(arena, rows, queriesAtATime, precision), basis, used);
    }
  }

  /** Rows in another form, and zeros up to {@link #room}. */
  private static Tensor changed(
      Tensor rows, TensorType type, long width, UnaryOperator<Tensor> change) {
    long count = rows.size(0);
    Tensor changed = Tensors.empty(type, rows.device(), room(count), width);
    changed.narrow(0, count, room(count) - count).fillInPlace(0);
    for (long first = 0; first < count; first += PIECE) {
      long size = Math.min(PIECE, count - first);
      try (TensorScope scope = TensorScope.open()) {
        changed.narrow(0, first, size).copyInPlace(change.apply(rows.narrow(0, first, size)));
      }
    }
    return changed;
  }

  /** Whether these queries are like those that it was packed for. */
  boolean serves(Tensor querySide) {
    return basis == null || basis.worstError(querySide) <= TOO_MUCH;
  }

  /** The queries in the form that {@link #similarity} takes. */
  Tensor queries(Tensor querySide) {
    return basis == null ? querySide : basis.left(querySide);
  }

  /**
   * @param queries rows of {@link #queries}
   * @return [queries, used], but for one number a query, which no softmax over the memory sees
   */
  Tensor similarity(Tensor queries) {
    return products.of(queries).narrow(1, 0, used);
  }

  /** Frees it. */
  void free() {
    products.free();
    if (basis != null) {
      basis.free();
    }
  }
}
