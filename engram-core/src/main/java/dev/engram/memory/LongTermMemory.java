package dev.engram.memory;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Moves what is old in working memory into long-term memory, which stays bounded. */
final class LongTermMemory {
  private final MemoryOptions options;

  LongTermMemory(MemoryOptions options) {
    this.options = options;
  }

  /** Whether working memory is full. */
  boolean isDue(ElementStore e) {
    return isDue(e, e.sizes());
  }

  private boolean isDue(ElementStore e, MemorySizes sizes) {
    return options.longTerm() && e.frames() >= sizes.workingElements(e.frame);
  }

  /** Makes what is in memory fit sizes that have become smaller. */
  void fit(ElementStore e, MemorySizes sizes) {
    if (isDue(e, sizes)) {
      consolidate(e);
    }
    evict(e, sizes.longTermElements());
    while (e.frames() > sizes.workingElements(e.frame)) {
      e.removeWorking(e.workingStart() + e.pinned(), e.frame);
    }
  }

  void consolidate(ElementStore e) {
    long first = e.workingStart() + e.pinned();
    long count = e.workingSize() - minimum(e);
    int prototypes = (int) Math.min(options.numPrototypes(), count);
    evict(e, e.sizes().longTermElements() - prototypes);

    Tensor key = e.key.view(first, count);
    Consolidation chosen =
        Consolidation.choose(
            e.memorySide.view(first, count),
            key,
            e.selection.view(first, count),
            e.usage(first, count),
            prototypes);
    for (Rows rows : e.all()) {
      rows.move(e.longStart, e.longTermSize(), e.longStart - prototypes);
    }
    e.longStart -= prototypes;
    e.write(
        e.split - prototypes,
        key.indexSelect(0, Tensors.of(chosen.chosen(), prototypes).to(key.device())),
        chosen.potentiate(e.shrinkage.view(first, count), 0));
    List<ObjectMemory> pinned = new ArrayList<>();
    for (ObjectMemory object : e.objects) {
      long own = object.firstWorking;
      if (options.referencePairing() && e.permanentSize() == 0 && own > e.split) {
        // the reference keeps the object's own first frame aside, and pairs its values with the
        // keys of the video's first
        own = e.workingEnd - own > minimum(e) + e.frame ? own + e.frame : first + count;
        if (e.workingEnd - object.firstWorking >= minimum(e)) {
          pinned.add(object);
        }
      }
      addPrototypes(e, object, chosen, first, count, own);
    }
    for (ObjectMemory object : pinned) {
      object.values.move(object.firstWorking, e.frame, e.split);
    }
    e.removeWorking(first, count);
    pinned.forEach(object -> object.firstWorking = e.split);
  }

  /** Elements of working memory that stay: the newest frames, and the first without a reference. */
  private long minimum(ElementStore e) {
    return (long) (options.minMidTermFrames() - (e.permanentSize() > 0 ? 1 : 0)) * e.frame;
  }

  /** Gives an object's prototypes their values; it has candidates from row {@code own} on. */
  private static void addPrototypes(
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

  private static void evict(ElementStore e, int most) {
    long size = e.longTermSize();
    if (size <= most) {
      return;
    }
    Tensor usage = e.usage(e.longStart, size);
    long[] survivors = Eviction.survivors(usage, most);
    Tensor indices = Tensors.of(survivors, survivors.length).to(usage.device());
    long start = e.split - most;
    for (Rows rows : e.all()) {
      rows.keep(e.longStart, size, indices);
    }
    for (ObjectMemory object : e.objects) {
      long firstOwn = object.firstLong - e.longStart;
      long kept = Arrays.stream(survivors).filter(row -> row >= firstOwn).count();
      object.firstLong = e.split - kept;
    }
    e.longStart = start;
  }
}
