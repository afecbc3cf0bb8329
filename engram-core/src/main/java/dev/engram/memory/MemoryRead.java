package dev.engram.memory;

import dev.engram.tensor.Device;
import dev.engram.tensor.Lanes;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The read of all memory as one (XMem equation 1; XMem++ section 3.2): long-term, permanent and
 * working elements under one softmax over the most similar ones.
 */
final class MemoryRead {
  /**
   * Similarities that a core makes at a time, and searches before it makes the next: they stay in
   * the cache.
   */
  private static final long AT_A_TIME = 1L << 20;

  private static final long MOST_QUERIES = 64;

  /** With fewer, a large memory would be fetched more often than cores multiply. */
  private static final long LEAST_QUERIES = 16;

  /** What a card makes at a time. */
  private static final long ON_A_CARD = 1L << 27;

  private final TensorArena arena;
  private final MemoryOptions options;
  private final Precision precision;
  private @Nullable PackedMemory packed;

  MemoryRead(TensorArena arena, MemoryOptions options, Precision precision) {
    this.arena = arena;
    this.options = options;
    this.precision = precision;
  }

  /**
   * @param query {@link Similarity#querySide}
   * @param valueChannels of an object's value
   * @return [objects, queries, C_v], in the innermost tensor scope
   */
  Tensor read(ElementStore e, Tensor query, int valueChannels) {
    try (TensorScope scope = TensorScope.open()) {
      long queries = query.size(0);
      long used = e.size();
      long rows = Math.min(e.capacity() - e.longStart, PackedMemory.room(used));
      boolean onCard = query.device() == Device.CUDA;
      long step = onCard ? Math.max(1, ON_A_CARD / rows) : queriesAtATime(rows);
      PackedMemory memory = packed(e.memorySide.view(e.longStart, rows), used, query, step);
      Tensor prepared = memory.queries(query);
      List<SharedRead> reads = SharedRead.of(e, options.topK(), query);
      IntConsumer piece =
          number -> {
            long count = Math.min(step, queries);
            // the last piece overlaps the one before, so that it needs no kernel of its own
            long first = Math.min(number * step, queries - count);
            try (TensorScope own = TensorScope.open()) {
              Tensor similarity = memory.similarity(prepared.narrow(0, first, count));
              reads.forEach(read -> read.choose(similarity, first));
            }
          };
      int pieces = Math.toIntExact((queries + step - 1) / step);
      if (onCard) {
        IntStream.range(0, pieces).forEach(piece);
      } else {
        Lanes.forEach(pieces, piece);
      }
      Tensor out =
          Tensors.empty(
              TensorType.FLOAT32, query.device(), e.objects.size(), queries, valueChannels);
      for (int i = 0; i < reads.size(); i++) {
        // what the oldest object reads counts as used
        reads.get(i).read(out, i == 0 && options.longTerm());
      }
      if (options.longTerm()) {
        e.life.view(e.longStart, used).addInPlace(1);
      }
      return scope.pass(out);
    }
  }

  /** How many queries a core compares at a time with so many rows of memory. */
  static long queriesAtATime(long rows) {
    // halved, not less by a few: of each number a kernel is made and kept
    long count = MOST_QUERIES;
    while (count > LEAST_QUERIES && count * rows > AT_A_TIME) {
      count /= 2;
    }
    return count;
  }

  /** Made anew only when memory has changed, or when the video has become another. */
  private PackedMemory packed(Tensor memory, long used, Tensor query, long step) {
    if (packed != null && !packed.serves(query)) {
      forget();
    }
    PackedMemory current = packed;
    if (current == null) {
      current = PackedMemory.of(arena, memory, used, query, step, precision);
      packed = current;
    }
    return current;
  }

  /** Must be called before elements change. */
  void forget() {
    if (packed != null) {
      packed.free();
      packed = null;
    }
  }
}
