package dev.engram.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
  private final Deque<F> recent = new ArrayDeque<>();

  /**
   * @param capacity frames that are associated with a frame, at least 1; of objects that came at
   *     different times there may be more providers, and there is always room for a newest frame
   * @param dropped is told of each frame that is no longer kept
   */
  public SpatialMemory(int capacity, Consumer<F> dropped) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity);
    }
    this.capacity = capacity;
    this.dropped = dropped;
  }

  private record Entry<F>(F frame, Set<Integer> objects) {}

  /**
   * Keeps a frame of the video.
   *
   * @param given objects whose masks were given there
   */
  public void add(F frame, Collection<Integer> given) {
    Set<Integer> provided = new HashSet<>(given);
    references.values().forEach(reference -> provided.removeAll(reference.objects));
    providers.forEach(provider -> provided.removeAll(provider.objects));
    if (!provided.isEmpty()) {
      providers.add(new Entry<>(frame, provided));
      return;
    }
    recent.addLast(frame);
    if (recent.size() > Math.max(1, capacity - 1)) {
      dropped.accept(recent.removeFirst());
    }
  }

  /**
   * Keeps a reference, or replaces the one of this number.
   *
   * @param objects that it shows
   */
  public void putReference(long number, F frame, Collection<Integer> objects) {
    removeReference(number);
    references.put(number, new Entry<>(frame, new HashSet<>(objects)));
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
    recent.forEach(dropped);
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
    List<F> all = new ArrayList<>(references.values().stream().map(Entry::frame).toList());
    all.addAll(providers.stream().map(Entry::frame).toList());
    all.addAll(recent);
    return all;
  }

  /** The frames that first provided an object, those of references first. */
  public List<F> providers() {
    return List.copyOf(providing());
  }

  private Set<F> providing() {
    Set<Integer> shown = new HashSet<>();
    Set<F> frames = new LinkedHashSet<>();
    for (Entry<F> reference : references.values()) {
      if (shown.addAll(reference.objects)) {
        frames.add(reference.frame);
      }
    }
    for (Entry<F> provider : providers) {
      if (shown.addAll(provider.objects)) {
        frames.add(provider.frame);
      }
    }
    return frames;
  }

  /** The frames to associate with, those that first provided an object first, then old to new. */
  public List<F> frames() {
    Set<F> frames = providing();
    int room = Math.max(1, capacity - frames.size());
    recent.stream().skip(Math.max(0, recent.size() - room)).forEach(frames::add);
    return List.copyOf(frames);
  }
}
