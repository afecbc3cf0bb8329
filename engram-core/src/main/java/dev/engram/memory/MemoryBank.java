package dev.engram.memory;

import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.RowProducts;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Working and long-term memory of one video (XMem sections 3.2 and 3.4).
 *
 * <p>Objects can come and go at any frame. One that comes later has values for the newest elements
 * only, and reads only those; the elements that the oldest object reads count as used. All sizes
 * are known after the first frame.
 */
public final class MemoryBank {
  /**
   * A read makes so many bytes of similarities at a time: it bounds the memory that it takes, and
   * they stay in the processor's cache.
   */
  static final long BYTES_AT_A_TIME = 18L << 20;

  /** Products are fastest for so many queries, or a multiple. */
  private static final long QUERIES = 64;

  private static final long ROUND = 2048;

  private final TensorArena arena;
  private final Device device;
  private final MemoryOptions options;
  private final int valueChannels;
  private final Precision precision;
  private final List<ObjectMemory> objects = new ArrayList<>();

  private @Nullable ElementStore elements;
  private @Nullable RowProducts similarities;

  /**
   * @param arena owns all elements
   * @param valueChannels channels of an object's value
   * @param precision of keys in the read's products, and of what they come to
   */
  public MemoryBank(
      TensorArena arena,
      Device device,
      MemoryOptions options,
      int valueChannels,
      Precision precision) {
    this.arena = arena;
    this.device = device;
    this.options = options;
    this.valueChannels = valueChannels;
    this.precision = precision;
  }

  /** The objects in memory, in the order in which {@link #read} returns them. */
  public List<Integer> objects() {
    return objects.stream().map(object -> object.id).toList();
  }

  /** Elements of working memory in use. */
  public long workingElements() {
    return elements == null ? 0 : elements.workingSize();
  }

  /** Elements of long-term memory in use. */
  public long longTermElements() {
    return elements == null ? 0 : elements.longTermSize();
  }

  /**
   * Reads the memory for every pixel of a frame (equation 1): the values of its most similar
   * elements, weighed by a softmax over their similarities. An object that no element is left of
   * reads zeros: with a {@code minMidTermFrames} of 1 even its newest frame can be consolidated
   * away.
   *
   * @param queryKey [1, C_k, h, w]
   * @param selection [1, C_k, h, w]
   * @return [objects, C_v, h, w], in the innermost tensor scope
   * @throws IllegalStateException if there is nothing in memory
   */
  public Tensor read(Tensor queryKey, Tensor selection) {
    ElementStore e = elements;
    if (e == null || objects.isEmpty()) {
      throw new IllegalStateException("there is no object in memory to read");
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor query = Similarity.querySide(rowsOf(queryKey), rowsOf(selection));
      long queries = query.size(0);
      long used = e.size();
      long rows = rowsRead(e);
      Tensor out =
          Tensors.empty(TensorType.FLOAT32, device, objects.size(), queries, valueChannels);
      long most = BYTES_AT_A_TIME / rows / precision.type().bytes();
      long step = Math.min(queries, Math.max(1, most / QUERIES) * QUERIES);
      RowProducts similarities = similarities(e, rows, step);
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
      long height = queryKey.size(2);
      long width = queryKey.size(3);
      return scope.pass(
          out.reshape(objects.size(), height, width, valueChannels).permute(0, 3, 1, 2));
    }
  }

  /**
   * One of a few sizes instead of one for each length of memory: what is freed fits again, so that
   * the process does not grow.
   */
  private static long rowsRead(ElementStore e) {
    return Math.min(e.capacity - e.longStart, (e.size() / ROUND + 1) * ROUND);
  }

  /** The memory's side in its fastest form, made anew only when memory has changed. */
  private RowProducts similarities(ElementStore e, long rows, long queries) {
    RowProducts current = similarities;
    if (current == null) {
      Tensor memory = e.memorySide.view(e.longStart, rows);
      current = RowProducts.with(arena, memory, queries, precision);
      similarities = current;
    }
    return current;
  }

  private void changed() {
    if (similarities != null) {
      similarities.free();
      similarities = null;
    }
  }

  private void readRows(ElementStore e, Tensor similarity, Tensor out) {
    ObjectMemory previous = objects.get(0);
    Similarity.Affinity affinity = affinityOf(e, similarity, previous);
    if (options.longTerm()) {
      long pairs = affinity.indices().elementCount();
      e.use
          .view(e.longStart, e.size())
          .reshape(e.size())
          .scatterAddInPlace(affinity.indices().reshape(pairs), affinity.weights().reshape(pairs));
    }
    for (int i = 0; i < objects.size(); i++) {
      ObjectMemory object = objects.get(i);
      if (firstRow(e, object) == e.workingEnd) {
        out.narrow(0, i, 1).fillInPlace(0);
        continue;
      }
      if (!object.sharesElementsWith(previous)) {
        affinity = affinityOf(e, similarity, object);
        previous = object;
      }
      long first = firstRow(e, object);
      Tensor values = object.values.view(first, e.workingEnd - first);
      out.narrow(0, i, 1).squeeze(0).copyInPlace(affinity.read(values));
    }
  }

  private static long firstRow(ElementStore e, ObjectMemory object) {
    return object.firstLong < e.split ? object.firstLong : object.firstWorking;
  }

  /** Its indices count from {@link #firstRow}. */
  private Similarity.Affinity affinityOf(ElementStore e, Tensor similarity, ObjectMemory object) {
    long first = firstRow(e, object);
    long before = first - e.longStart;
    Tensor own = similarity.narrow(1, before, similarity.size(1) - before);
    long readable = e.workingEnd - first;
    if (first < e.split && object.firstWorking > e.split) {
      // it has prototypes, but no value for the first working frame, which is older than it
      long gap = object.firstWorking - e.split;
      own = own.copy();
      own.narrow(1, e.split - first, gap).fillInPlace(Double.NEGATIVE_INFINITY);
      readable -= gap;
    }
    return Similarity.sparseAffinity(own, (int) Math.min(options.topK(), readable));
  }

  /**
   * Adds a memory frame, and consolidates working memory into long-term memory when it is full.
   *
   * @param key [1, C_k, h, w]
   * @param shrinkage [1, 1, h, w]
   * @param selection [1, C_k, h, w]
   * @param values [objects, C_v, h, w]
   * @param ids of the objects, in the values' order: all that are in memory in the order of {@link
   *     #objects}, then new ones; a frame without any leaves nothing in memory
   */
  public void add(
      Tensor key, Tensor shrinkage, Tensor selection, Tensor values, List<Integer> ids) {
    if (ids.isEmpty() && objects.isEmpty()) {
      return;
    }
    changed();
    try (TensorScope scope = TensorScope.open()) {
      Tensor keys = rowsOf(key);
      int frame = Math.toIntExact(keys.size(0));
      ElementStore e = elements;
      if (e == null) {
        e = new ElementStore(arena, device, options, Math.toIntExact(keys.size(1)), frame);
        elements = e;
      }
      if (frame != e.frame
          || ids.size() < objects.size()
          || !ids.subList(0, objects.size()).equals(objects())) {
        throw new IllegalArgumentException("a frame of another size or without an old object");
      }
      if (e.workingEnd == e.capacity) {
        removeWorking(e, e.split + e.frame, e.frame);
      }
      long row = e.workingEnd;
      e.write(row, keys, rowsOf(shrinkage));
      e.selection.write(row, rowsOf(selection));
      for (int i = 0; i < ids.size(); i++) {
        if (i == objects.size()) {
          Rows rows = e.rows(arena, device, valueChannels);
          objects.add(new ObjectMemory(ids.get(i), rows, e.split, row));
        }
        objects.get(i).values.write(row, rowsOf(values.narrow(0, i, 1)));
      }
      e.workingEnd += frame;
      if (options.longTerm() && e.workingSize() >= (long) options.maxMidTermFrames() * frame) {
        consolidate(e);
      }
    }
  }

  /** Removes an object and the elements that no other has values for; unknown ones are ignored. */
  public void removeObject(int id) {
    changed();
    for (ObjectMemory object : objects) {
      if (object.id == id) {
        object.values.free();
        objects.remove(object);
        break;
      }
    }
    ElementStore e = elements;
    if (e == null) {
      return;
    }
    if (objects.isEmpty()) {
      e.clear();
      return;
    }
    ObjectMemory oldest = objects.get(0);
    e.longStart = oldest.firstLong;
    removeWorking(e, e.split, oldest.firstWorking - e.split);
  }

  private void removeWorking(ElementStore e, long first, long count) {
    if (count == 0) {
      return;
    }
    long after = first + count;
    for (Rows rows : allRows(e)) {
      rows.move(after, e.workingEnd - after, first);
    }
    for (ObjectMemory object : objects) {
      if (object.firstWorking > first) {
        object.firstWorking = Math.max(first, object.firstWorking - count);
      }
    }
    e.workingEnd -= count;
  }

  private List<Rows> allRows(ElementStore e) {
    List<Rows> all = new ArrayList<>(e.all());
    objects.forEach(object -> all.add(object.values));
    return all;
  }

  private void consolidate(ElementStore e) {
    long first = e.split + e.frame;
    long count = e.workingSize() - minimum(e);
    int prototypes = (int) Math.min(options.numPrototypes(), count);
    evict(e, options.maxLongTermElements() - prototypes);

    Tensor key = e.key.view(first, count);
    Consolidation chosen =
        Consolidation.choose(
            e.memorySide.view(first, count),
            key,
            e.selection.view(first, count),
            e.usage(first, count),
            prototypes);
    for (Rows rows : allRows(e)) {
      rows.move(e.longStart, e.longTermSize(), e.longStart - prototypes);
    }
    e.longStart -= prototypes;
    e.write(
        e.split - prototypes,
        key.indexSelect(0, Tensors.of(chosen.chosen(), prototypes).to(device)),
        chosen.potentiate(e.shrinkage.view(first, count), 0));
    List<ObjectMemory> pinned = new ArrayList<>();
    for (ObjectMemory object : objects) {
      long own = object.firstWorking;
      if (options.referencePairing() && own > e.split) {
        // the reference keeps the object's own first frame aside, and pairs its values with the
        // keys of the video's first
        own = e.workingEnd - own > minimum(e) + e.frame ? own + e.frame : first + count;
        if (e.workingEnd - object.firstWorking >= minimum(e)) {
          pinned.add(object);
        }
      }
      consolidate(e, object, chosen, first, count, own);
    }
    for (ObjectMemory object : pinned) {
      object.values.move(object.firstWorking, e.frame, e.split);
    }
    removeWorking(e, first, count);
    pinned.forEach(object -> object.firstWorking = e.split);
  }

  private long minimum(ElementStore e) {
    return (long) options.minMidTermFrames() * e.frame;
  }

  /** Gives an object's prototypes their values; it has candidates from row {@code own} on. */
  private static void consolidate(
      ElementStore e, ObjectMemory object, Consolidation chosen, long first, long count, long own) {
    long missing = Math.min(count, Math.max(0, own - first));
    int prototypes = missing == count ? 0 : chosen.countFrom(missing);
    if (prototypes > 0) {
      Tensor candidates = object.values.view(first + missing, count - missing);
      object.values.write(e.split - prototypes, chosen.potentiate(candidates, missing));
    }
    boolean alreadyThere = object.firstLong < e.split;
    object.firstLong =
        alreadyThere ? object.firstLong - chosen.chosen().length : e.split - prototypes;
  }

  private void evict(ElementStore e, int most) {
    long size = e.longTermSize();
    if (size <= most) {
      return;
    }
    long[] survivors = Eviction.survivors(e.usage(e.longStart, size), most);
    Tensor indices = Tensors.of(survivors, survivors.length).to(device);
    long start = e.split - most;
    for (Rows rows : allRows(e)) {
      rows.gather(e.longStart, size, indices, start);
    }
    for (ObjectMemory object : objects) {
      long firstOwn = object.firstLong - e.longStart;
      long kept = Arrays.stream(survivors).filter(row -> row >= firstOwn).count();
      object.firstLong = e.split - kept;
    }
    e.longStart = start;
  }

  /** [1, C, h, w] as [h * w, C]. */
  private static Tensor rowsOf(Tensor map) {
    long channels = map.size(1);
    return map.permute(0, 2, 3, 1).reshape(map.size(2) * map.size(3), channels);
  }
}
