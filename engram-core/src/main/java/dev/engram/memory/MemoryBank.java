package dev.engram.memory;

import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Working, long-term and permanent memory of one video (XMem sections 3.2 and 3.4; XMem++ section
 * 3.2).
 *
 * <p>Objects can come and go at any frame. One that comes later has values for the newest elements
 * only, and reads only those; the elements that the oldest object reads count as used. References
 * are permanent memory: they are read together with the rest, never consolidated and never evicted;
 * they can be added, replaced and removed at any time. All sizes are known after the first frame
 * and the last reference.
 */
public final class MemoryBank {
  private final TensorArena arena;
  private final Device device;
  private final MemoryOptions options;
  private final int valueChannels;
  private final MemoryRead reader;
  private final LongTermMemory longTerm;

  private @Nullable ElementStore elements;

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
    reader = new MemoryRead(arena, options, precision);
    longTerm = new LongTermMemory(options);
  }

  /** The objects in memory, in the order in which {@link #read} returns them. */
  public List<Integer> objects() {
    return elements == null ? List.of() : elements.objects.stream().map(o -> o.id).toList();
  }

  /** Elements of working memory in use. */
  public long workingElements() {
    return elements == null ? 0 : elements.workingSize();
  }

  /** Elements of long-term memory in use. */
  public long longTermElements() {
    return elements == null ? 0 : elements.longTermSize();
  }

  /** Elements of permanent memory. */
  public long permanentElements() {
    return elements == null ? 0 : elements.permanentSize();
  }

  /** Bytes that elements and the room for more of them take. */
  long bytes() {
    ElementStore e = elements;
    return e == null ? 0 : e.capacity() * e.bytesOfElement(e.objects.size());
  }

  /** Numbers of the references, ascending. */
  public List<Long> references() {
    return elements == null ? List.of() : elements.references();
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
   * @throws IllegalStateException if there is no object in memory
   */
  public Tensor read(Tensor queryKey, Tensor selection) {
    ElementStore e = elements;
    if (e == null || e.objects.isEmpty()) {
      throw new IllegalStateException("there is no object in memory to read");
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor query = Similarity.querySide(rowsOf(queryKey), rowsOf(selection));
      Tensor out = reader.read(e, query, valueChannels);
      return scope.pass(
          out.reshape(e.objects.size(), queryKey.size(2), queryKey.size(3), valueChannels)
              .permute(0, 3, 1, 2));
    }
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
    List<Integer> known = objects();
    if (ids.isEmpty() && known.isEmpty()) {
      return;
    }
    reader.forget();
    try (TensorScope scope = TensorScope.open()) {
      Tensor keys = rowsOf(key);
      ElementStore e = store(keys);
      fit(e, ids.size(), e.permanentSize());
      if (keys.size(0) != e.frame
          || ids.size() < known.size()
          || !ids.subList(0, known.size()).equals(known)) {
        throw new IllegalArgumentException("a frame of another size or without an old object");
      }
      if (!options.longTerm() && e.frames() >= e.sizes().workingElements(e.frame)) {
        e.removeWorking(e.workingStart() + e.pinned(), e.frame);
      }
      long row = e.workingEnd;
      e.write(row, keys, rowsOf(shrinkage));
      e.selection.write(row, rowsOf(selection));
      for (int i = 0; i < ids.size(); i++) {
        ObjectMemory object = i < known.size() ? e.objects.get(i) : e.addObject(ids.get(i));
        object.values.write(row, rowsOf(values.narrow(0, i, 1)));
      }
      e.workingEnd += e.frame;
      if (longTerm.isDue(e)) {
        longTerm.consolidate(e);
      }
    }
  }

  /**
   * Says how many elements the video's frames have, for references of another size that come before
   * its first frame; otherwise that is known from the first frame or reference.
   *
   * @param expected about how many elements references will have, so that room is made once
   */
  public void prepare(int frame, int keyChannels, long expected) {
    if (elements == null) {
      elements =
          new ElementStore(arena, device, options, keyChannels, valueChannels, frame, expected);
    }
  }

  /**
   * Adds objects that there are no values of yet, behind those that are in memory; known ones stay
   * where they are.
   *
   * @param ids in the order in which {@link #read} is to return them
   * @throws IllegalStateException if it is not known yet how many elements a frame has
   */
  public void addObjects(List<Integer> ids) {
    ElementStore e = elements;
    if (e == null) {
      throw new IllegalStateException("how many elements a frame has is not known yet");
    }
    fit(e, objectsWith(e, ids), e.permanentSize());
    for (int id : ids) {
      if (e.find(id) == null) {
        reader.forget();
        e.addObject(id);
      }
    }
  }

  private static int objectsWith(ElementStore e, List<Integer> ids) {
    return e.objects.size() + (int) ids.stream().distinct().filter(i -> e.find(i) == null).count();
  }

  /** Makes room for so many objects and so many elements of references within the budget. */
  private void fit(ElementStore e, int objects, long permanent) {
    long bytes = e.bytesOfElement(Math.max(1, objects));
    MemorySizes next = MemorySizes.of(options, e.frame, permanent, bytes);
    if (next.equals(e.sizes()) && options.allows(e.capacity() * bytes)) {
      return;
    }
    reader.forget();
    try (TensorScope scope = TensorScope.open()) {
      longTerm.fit(e, next);
      e.resize(next);
    }
  }

  private ElementStore store(Tensor keys) {
    prepare(Math.toIntExact(keys.size(0)), Math.toIntExact(keys.size(1)), 0);
    return Objects.requireNonNull(elements);
  }

  /**
   * Adds a reference to permanent memory, or replaces the one of this number. What it says of an
   * object that {@code ids} does not name is not read; an object that it covers and that is not
   * there is said by its values.
   *
   * @param number tells references apart, such as the frame's index; their order in memory
   * @param key [1, C_k, h, w], of any size
   * @param shrinkage [1, 1, h, w]
   * @param values [covered objects, C_v, h, w]
   * @param ids of the covered objects, in the values' order; those that are not in memory are added
   */
  public void putReference(
      long number, Tensor key, Tensor shrinkage, Tensor values, List<Integer> ids) {
    reader.forget();
    try (TensorScope scope = TensorScope.open()) {
      Tensor keys = rowsOf(key);
      ElementStore e = store(keys);
      fit(e, objectsWith(e, ids), e.permanentWith(number, keys.size(0)));
      e.placeReference(number, keys.size(0));
      long row = e.rowOf(number);
      e.write(row, keys, rowsOf(shrinkage));
      for (int i = 0; i < ids.size(); i++) {
        ObjectMemory known = e.find(ids.get(i));
        ObjectMemory object = known == null ? e.addObject(ids.get(i)) : known;
        object.values.write(row, rowsOf(values.narrow(0, i, 1)));
        object.references.add(number);
      }
    }
  }

  /** Sees a reference's elements. */
  public interface ReferenceVisitor {
    /**
     * @param key [n, C_k]
     * @param shrinkage [n, 1]
     * @param ids of the covered objects
     * @param values [n, C_v] of each of them; views that must not outlast the call
     */
    void visit(Tensor key, Tensor shrinkage, List<Integer> ids, List<Tensor> values);
  }

  /**
   * Shows all references, ascending, and what was the first frame when the first of them came;
   * those that cover no object are passed over.
   */
  public void forEachReference(ReferenceVisitor visitor) {
    ElementStore e = elements;
    if (e == null) {
      return;
    }
    for (long number : e.allReferences()) {
      long row = e.rowOf(number);
      long count = e.elementsOf(number);
      List<ObjectMemory> covered =
          e.objects.stream().filter(object -> object.references.contains(number)).toList();
      if (covered.isEmpty()) {
        continue;
      }
      try (TensorScope scope = TensorScope.open()) {
        visitor.visit(
            e.key.view(row, count),
            e.shrinkage.view(row, count),
            covered.stream().map(object -> object.id).toList(),
            covered.stream().map(object -> object.values.view(row, count)).toList());
      }
    }
  }

  /** Removes a reference; the objects stay. Unknown ones are ignored. */
  public void removeReference(long number) {
    if (elements != null && elements.isReference(number)) {
      reader.forget();
      elements.removeReference(number);
    }
  }

  /**
   * Removes an object and the elements of working and long-term memory that no other has values
   * for; unknown ones are ignored. With the last object all memory goes, references too.
   */
  public void removeObject(int id) {
    ElementStore e = elements;
    ObjectMemory object = e == null ? null : e.find(id);
    if (e == null || object == null) {
      return;
    }
    reader.forget();
    object.values.free();
    e.objects.remove(object);
    if (e.objects.isEmpty()) {
      e.clear();
      return;
    }
    ObjectMemory oldest = e.objects.get(0);
    e.longStart = oldest.firstLong;
    e.removeWorking(e.workingStart(), oldest.firstWorking - e.workingStart());
  }

  /** Forgets working memory, but for the first frame where there is no reference. */
  public void clearWorking() {
    if (elements != null) {
      reader.forget();
      long kept = elements.pinned();
      elements.removeWorking(elements.workingStart() + kept, elements.workingSize() - kept);
    }
  }

  /** Forgets working and long-term memory; references stay. */
  public void clearTemporary() {
    if (elements != null) {
      reader.forget();
      elements.removeWorking(elements.workingStart(), elements.workingSize());
      elements.removeLongTerm();
    }
  }

  /** [1, C, h, w] as [h * w, C]. */
  private static Tensor rowsOf(Tensor map) {
    return DenseRead.elements(map).squeeze(0);
  }
}
