package dev.engram.memory;

import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All memory elements, one row an element, and the objects that have values for them. The three
 * parts lie side by side, so that they are read as one:
 *
 * <pre>
 *   [ free | long-term: oldest ... newest | references | oldest frame | ... | newest frame | free ]
 *          ^ longStart                    ^ split      ^ workingStart                      ^ workingEnd
 * </pre>
 *
 * References are permanent memory, in the order of their numbers. Where there is none, the oldest
 * frame of working memory takes their place: it is never consolidated, and joins the first
 * reference that comes.
 */
final class ElementStore {
  private static final double NEW_LIFE = 1e-7;

  /** The number of what was the oldest frame of working memory when the first reference came. */
  private static final long FIRST_FRAME = Long.MIN_VALUE;

  /** References for which room is made at a time. */
  private static final int REFERENCES_AT_A_TIME = 4;

  /** Elements a frame of the video. */
  final int frame;

  long split;
  final Rows memorySide;
  final Rows key;
  final Rows selection;
  final Rows shrinkage;
  final Rows use;
  final Rows life;
  final List<ObjectMemory> objects = new ArrayList<>();
  long longStart;
  long workingEnd;

  private final TensorArena arena;
  private final Device device;
  private final boolean taken;
  private final boolean limited;
  private final long keyBytes;
  private final int valueChannels;

  /** Elements of each reference. */
  private final TreeMap<Long, Long> references = new TreeMap<>();

  private MemorySizes sizes;
  private long permanent;
  private long capacity;

  /**
   * @param expected elements that references will have soon; within a budget room for them is made
   *     when they come
   */
  ElementStore(
      TensorArena arena,
      Device device,
      MemoryOptions options,
      int keyChannels,
      int valueChannels,
      int frame,
      long expected) {
    keyBytes = (long) Float.BYTES * (Similarity.width(keyChannels) + 2 * keyChannels + 3);
    this.arena = arena;
    this.device = device;
    this.frame = frame;
    this.valueChannels = valueChannels;
    sizes = MemorySizes.of(options, frame, 0, bytesOfElement(1));
    split = sizes.longTermElements();
    // without long-term memory the bound is so high that few videos come near it
    taken = options.longTerm();
    limited = options.maxBytes() != MemoryOptions.UNLIMITED;
    capacity = split + sizes.workingElements(frame) + (limited ? 0 : expected);
    memorySide = rows(Similarity.width(keyChannels));
    key = rows(keyChannels);
    selection = rows(keyChannels);
    shrinkage = rows(1);
    use = rows(1);
    life = rows(1);
    clear();
  }

  private Rows rows(int width) {
    return new Rows(arena, device, capacity, width, taken);
  }

  /** Everything that has a row for each element. */
  List<Rows> all() {
    List<Rows> all = new ArrayList<>(List.of(memorySide, key, selection, shrinkage, use, life));
    objects.forEach(object -> all.add(object.values));
    return all;
  }

  /** Forgets all elements; there must be no object. */
  void clear() {
    references.clear();
    permanent = 0;
    longStart = split;
    workingEnd = split;
  }

  long capacity() {
    return capacity;
  }

  /** Bytes of an element with the values of so many objects. */
  long bytesOfElement(int objectCount) {
    return keyBytes + (long) Float.BYTES * valueChannels * objectCount;
  }

  MemorySizes sizes() {
    return sizes;
  }

  /** Makes room for these sizes, and no more; what is in memory must fit them. */
  void resize(MemorySizes next) {
    long shift = next.longTermElements() - split;
    long rows = next.longTermElements() + permanent + next.workingElements(frame);
    relocate(rows, shift);
    sizes = next;
    split += shift;
    longStart += shift;
    workingEnd += shift;
    for (ObjectMemory object : objects) {
      object.firstLong += shift;
      object.firstWorking += shift;
    }
  }

  /** Makes room for so many rows in all; those in use come to lie so many rows further on. */
  private void relocate(long rows, long shift) {
    all().forEach(each -> each.relocate(rows, longStart, size(), longStart + shift));
    capacity = rows;
  }

  /** Elements of permanent memory, were a reference of this number and size there. */
  long permanentWith(long number, long count) {
    boolean keepsFirstFrame = references.isEmpty() && workingSize() > 0;
    return permanent + (keepsFirstFrame ? frame : 0) - elementsOf(number) + count;
  }

  /**
   * Frames in working memory, in elements. References count as one, however many there are: so a
   * single one takes the place of XMem's first frame, and further ones come on top.
   */
  long frames() {
    return workingSize() + (permanent > 0 ? frame : 0);
  }

  long workingStart() {
    return split + permanent;
  }

  /** Elements of the oldest frame of working memory that stay, as there is no reference. */
  long pinned() {
    return permanent > 0 ? 0 : Math.min(frame, workingSize());
  }

  long longTermSize() {
    return split - longStart;
  }

  long permanentSize() {
    return permanent;
  }

  long workingSize() {
    return workingEnd - workingStart();
  }

  /** Elements of all three, which lie side by side from {@code longStart} on. */
  long size() {
    return workingEnd - longStart;
  }

  boolean isReference(long number) {
    return references.containsKey(number);
  }

  /** The row of a reference's first element, or where it would be. */
  long rowOf(long number) {
    return split + references.headMap(number).values().stream().mapToLong(n -> n).sum();
  }

  /** Elements of a reference. */
  long elementsOf(long number) {
    Long count = references.get(number);
    return count == null ? 0 : count;
  }

  /** Numbers of all references, and of what was the first frame. */
  List<Long> allReferences() {
    return List.copyOf(references.keySet());
  }

  /** Numbers of all references, ascending. */
  List<Long> references() {
    return references.keySet().stream().filter(number -> number != FIRST_FRAME).toList();
  }

  /** Makes room for a reference's elements, which then no object has values for. */
  void placeReference(long number, long count) {
    if (references.isEmpty() && workingSize() > 0) {
      keepFirstFrame();
    }
    long needed = split + permanentWith(number, count) + sizes.workingElements(frame);
    if (needed > capacity) {
      relocate(limited ? needed : needed + (REFERENCES_AT_A_TIME - 1) * count, 0);
    }
    resizeReference(number, count);
    references.put(number, count);
  }

  /** The oldest frame stays what it was: not to be consolidated. */
  private void keepFirstFrame() {
    long next = split + frame;
    for (ObjectMemory object : objects) {
      if (object.firstWorking == split) {
        object.references.add(FIRST_FRAME);
      }
      object.firstWorking = Math.max(next, object.firstWorking);
    }
    references.put(FIRST_FRAME, (long) frame);
    permanent = frame;
  }

  /** Forgets a reference's elements. */
  void removeReference(long number) {
    resizeReference(number, 0);
    references.remove(number);
  }

  /** Moves what lies behind a reference. */
  private void resizeReference(long number, long count) {
    long before = elementsOf(number);
    long after = rowOf(number) + before;
    long more = count - before;
    all().forEach(rows -> rows.move(after, workingEnd - after, after + more));
    permanent += more;
    workingEnd += more;
    for (ObjectMemory object : objects) {
      object.references.remove(number);
      object.firstWorking += more;
    }
  }

  /** Forgets elements of working memory; what comes after moves up. */
  void removeWorking(long first, long count) {
    if (count == 0) {
      return;
    }
    long after = first + count;
    all().forEach(rows -> rows.move(after, workingEnd - after, first));
    for (ObjectMemory object : objects) {
      if (object.firstWorking > first) {
        object.firstWorking = Math.max(first, object.firstWorking - count);
      }
    }
    workingEnd -= count;
  }

  /** Forgets all long-term memory. */
  void removeLongTerm() {
    longStart = split;
    objects.forEach(object -> object.firstLong = split);
  }

  @Nullable ObjectMemory find(int id) {
    return objects.stream().filter(object -> object.id == id).findFirst().orElse(null);
  }

  /** An object that has no values yet. */
  ObjectMemory addObject(int id) {
    ObjectMemory object = new ObjectMemory(id, rows(valueChannels), split, workingEnd);
    objects.add(object);
    return object;
  }

  /** Fills rows with new elements, unused so far; the selection is written apart. */
  void write(long row, Tensor keys, Tensor shrinkages) {
    memorySide.write(row, Similarity.memorySide(keys, shrinkages));
    key.write(row, keys);
    shrinkage.write(row, shrinkages);
    use.fill(row, keys.size(0), 0);
    life.fill(row, keys.size(0), NEW_LIFE);
  }

  /** Use divided by life of some rows: [count]. */
  Tensor usage(long first, long count) {
    return use.view(first, count).div(life.view(first, count)).reshape(count);
  }
}
