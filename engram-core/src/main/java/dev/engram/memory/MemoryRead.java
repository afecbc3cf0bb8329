package dev.engram.memory;

import dev.engram.tensor.Precision;
import dev.engram.tensor.RowProducts;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The read of all memory as one (XMem equation 1; XMem++ section 3.2): long-term, permanent and
 * working elements under one softmax over the most similar ones.
 */
final class MemoryRead {
  /**
   * Similarities that are made at a time, as nearly as whole tiles of queries allow: they stay in
   * the processor's cache, and blocks of always about one size fit where the last one lay, however
   * long memory is.
   */
  private static final long AT_A_TIME = 5L << 20;

  /** Kernels take so many queries at once, and are slower by up to a third where some are left. */
  private static final long TILE = 64;

  private static final long ROUND = 512;

  private final TensorArena arena;
  private final MemoryOptions options;
  private final Precision precision;
  private @Nullable RowProducts products;

  MemoryRead(TensorArena arena, MemoryOptions options, Precision precision) {
    this.arena = arena;
    this.options = options;
    this.precision = precision;
  }

  /** Rows {@code from} to {@code to}, the latter excluded. */
  private record Span(long from, long to) {}

  /**
   * @param query {@link Similarity#querySide}
   * @param valueChannels of an object's value
   * @return [objects, queries, C_v], in the innermost tensor scope
   */
  Tensor read(ElementStore e, Tensor query, int valueChannels) {
    try (TensorScope scope = TensorScope.open()) {
      long queries = query.size(0);
      long used = e.size();
      // one of a few sizes instead of one for each length of memory: what is freed fits again, so
      // that the process does not grow
      long rows = Math.min(e.capacity() - e.longStart, (used / ROUND + 1) * ROUND);
      Tensor out =
          Tensors.empty(
              TensorType.FLOAT32, query.device(), e.objects.size(), queries, valueChannels);
      long step = Math.min(queries, queriesAtATime(rows));
      RowProducts similarities = products(e.memorySide.view(e.longStart, rows), step);
      for (long first = 0; first < queries; first += step) {
        long count = Math.min(step, queries - first);
        try (TensorScope chunk = TensorScope.open()) {
          Tensor similarity = similarities.of(query.narrow(0, first, count));
          similarity.narrow(1, used, rows - used).fillInPlace(Double.NEGATIVE_INFINITY);
          readRows(e, similarity, out.narrow(1, first, count));
        }
      }
      if (options.longTerm()) {
        e.life.view(e.longStart, used).addInPlace(1);
      }
      return scope.pass(out);
    }
  }

  /** How many queries are read at a time from so many rows of memory. */
  static long queriesAtATime(long rows) {
    long most = AT_A_TIME / rows;
    return most < TILE ? Math.max(1, most) : most / TILE * TILE;
  }

  /** The memory's side in its fastest form, made anew only when memory has changed. */
  private RowProducts products(Tensor memory, long queries) {
    RowProducts current = products;
    if (current == null) {
      current = RowProducts.with(arena, memory, queries, precision);
      products = current;
    }
    return current;
  }

  /** Must be called before elements change. */
  void forget() {
    if (products != null) {
      products.free();
      products = null;
    }
  }

  private void readRows(ElementStore e, Tensor similarity, Tensor out) {
    ObjectMemory previous = null;
    Similarity.@Nullable Affinity affinity = null;
    long firstRow = 0;
    for (int i = 0; i < e.objects.size(); i++) {
      ObjectMemory object = e.objects.get(i);
      if (previous == null || !object.sharesElementsWith(previous)) {
        List<Span> own = spansOf(e, object);
        affinity = own.isEmpty() ? null : affinity(e, similarity, own);
        firstRow = own.isEmpty() ? 0 : own.get(0).from;
        previous = object;
        if (i == 0 && affinity != null && options.longTerm()) {
          count(e, affinity, firstRow);
        }
      }
      Tensor place = out.narrow(0, i, 1).squeeze(0);
      if (affinity == null) {
        place.fillInPlace(0);
      } else {
        place.copyInPlace(affinity.read(object.values.view(firstRow, e.workingEnd - firstRow)));
      }
    }
  }

  /** What the oldest object reads counts as used. */
  private static void count(ElementStore e, Similarity.Affinity affinity, long firstRow) {
    long pairs = affinity.indices().elementCount();
    long size = e.workingEnd - firstRow;
    e.use
        .view(firstRow, size)
        .reshape(size)
        .scatterAddInPlace(affinity.indices().reshape(pairs), affinity.weights().reshape(pairs));
  }

  /** The rows that an object has values for, ascending and apart from one another. */
  private static List<Span> spansOf(ElementStore e, ObjectMemory object) {
    List<Span> spans = new ArrayList<>();
    append(spans, object.firstLong, e.split);
    for (long number : object.references) {
      long row = e.rowOf(number);
      append(spans, row, row + e.elementsOf(number));
    }
    append(spans, object.firstWorking, e.workingEnd);
    return spans;
  }

  private static void append(List<Span> spans, long from, long to) {
    if (from >= to) {
      return;
    }
    int last = spans.size() - 1;
    if (last >= 0 && spans.get(last).to == from) {
      spans.set(last, new Span(spans.get(last).from, to));
    } else {
      spans.add(new Span(from, to));
    }
  }

  /** Its indices count from the first row of the first span. */
  private Similarity.Affinity affinity(ElementStore e, Tensor similarity, List<Span> spans) {
    long first = spans.get(0).from;
    long before = first - e.longStart;
    Tensor own = similarity.narrow(1, before, similarity.size(1) - before);
    long last = spans.get(spans.size() - 1).to;
    if (spans.size() > 1 || last < e.workingEnd) {
      own = own.copy();
    }
    long readable = 0;
    long at = first;
    for (Span span : spans) {
      own.narrow(1, at - first, span.from - at).fillInPlace(Double.NEGATIVE_INFINITY);
      readable += span.to - span.from;
      at = span.to;
    }
    own.narrow(1, at - first, e.workingEnd - at).fillInPlace(Double.NEGATIVE_INFINITY);
    return Similarity.sparseAffinity(own, (int) Math.min(options.topK(), readable));
  }
}
