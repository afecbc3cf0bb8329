package dev.engram.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The spatial memory (STMA section 3.3): the reference frames that a frame is associated with. The
 * newest frames, first in, first out; and of each object the frame that first provided it, which is
 * never discarded. Of the user's references, those count that first show an object.
 *
 * @param <F> what is kept of a frame
 */
public final class SpatialMemory<F> {
  private final int capacity;
  private final Consumer<F> dropped;
  private final TreeMap<Long, Entry<F>> references = new TreeMap<>();
  private final List<Entry<F>> providers = new ArrayList<>();
  private final Deque<Entry<F>> recent = new ArrayDeque<>();
  private long arrivals;

  /**
   * @param capacity frames that are associated with a frame, at least 1. Each object's provider is
   *     among them even if there are more of these; of a capacity of 2 or more, a newest frame too
   * @param dropped is told of each frame that is no longer kept
   */
  public SpatialMemory(int capacity, Consumer<F> dropped) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity);
    }
    this.capacity = capacity;
    this.dropped = dropped;
  }

  private record Entry<F>(F frame, Set<Integer> objects, long arrival) {}

  /**
   * Keeps a frame of the video.
   *
   * @param given objects that it shows by masks that were given
   */
  public void add(F frame, Collection<Integer> given) {
    Set<Integer> provided = new HashSet<>(given);
    references.values().forEach(reference -> provided.removeAll(reference.objects));
    providers.forEach(provider -> provided.removeAll(provider.objects));
    Entry<F> entry = new Entry<>(frame, provided, arrivals++);
    if (!provided.isEmpty()) {
      providers.add(entry);
      return;
    }
    recent.addLast(entry);
    if (recent.size() > capacity - 1) {
      dropped.accept(recent.removeFirst().frame);
    }
  }

  /**
   * Keeps a reference, or replaces the one of this number.
   *
   * @param objects that it shows
   */
  public void putReference(long number, F frame, Collection<Integer> objects) {
    removeReference(number);
    references.put(number, new Entry<>(frame, new HashSet<>(objects), arrivals++));
  }

  /** Forgets a reference; unknown ones are ignored. */
  public void removeReference(long number) {
    Entry<F> reference = references.remove(number);
    if (reference != null) {
      dropped.accept(reference.frame);
    }
  }

  /** Forgets an object, and the frame of the video that provided no other. */
  public void removeObject(int label) {
    references.values().forEach(reference -> reference.objects.remove(label));
    for (Entry<F> provider : List.copyOf(providers)) {
      if (provider.objects.remove(label) && provider.objects.isEmpty()) {
        providers.remove(provider);
        dropped.accept(provider.frame);
      }
    }
  }

  /** Forgets the newest frames; those that first provided an object stay. */
  public void clearRecent() {
    recent.forEach(entry -> dropped.accept(entry.frame));
    recent.clear();
  }

  /** Forgets all frames but the references. */
  public void clearTemporary() {
    clearRecent();
    providers.forEach(provider -> dropped.accept(provider.frame));
    providers.clear();
  }

  /** All frames that are kept. */
  public List<F> all() {
    List<F> all = new ArrayList<>();
    references.values().forEach(entry -> all.add(entry.frame));
    providers.forEach(entry -> all.add(entry.frame));
    recent.forEach(entry -> all.add(entry.frame));
    return all;
  }

  /** The references that first show an object, by their numbers. */
  public List<F> firstReferences() {
    return framesOf(providing(references.values(), new HashSet<>()));
  }

  /** The frames to associate with: references by their numbers, then frames from old to new. */
  public List<F> frames() {
    Set<Integer> shown = new HashSet<>();
    List<Entry<F>> frames = new ArrayList<>(providing(references.values(), shown));
    List<Entry<F>> ofVideo = new ArrayList<>(providing(providers, shown));
    int free = capacity - frames.size() - ofVideo.size();
    int room = capacity == 1 ? 0 : Math.max(1, free);
    recent.stream().skip(Math.max(0, recent.size() - room)).forEach(ofVideo::add);
    ofVideo.sort(Comparator.comparingLong(Entry::arrival));
    frames.addAll(ofVideo);
    return framesOf(frames);
  }

  private static <F> List<Entry<F>> providing(Collection<Entry<F>> entries, Set<Integer> shown) {
    return entries.stream().filter(entry -> shown.addAll(entry.objects)).toList();
  }

  private static <F> List<F> framesOf(List<Entry<F>> entries) {
    return entries.stream().map(Entry::frame).toList();
  }
}
