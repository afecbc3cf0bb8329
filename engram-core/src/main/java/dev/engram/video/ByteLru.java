package dev.engram.video;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was used last, as much of it as a number of bytes allows.
 *
 * <p>Not thread-safe.
 */
final class ByteLru<K, V> {
  private final long capacity;
  private final ToLongFunction<V> weigher;
  private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param capacity bytes, 0 or more
   * @param weigher gives bytes of a value, always the same for one
   */
  ByteLru(long capacity, ToLongFunction<V> weigher) {
    this.capacity = capacity;
    this.weigher = weigher;
  }

  @Nullable V get(K key) {
    return entries.get(key);
  }

  /** Without counting as a use. */
  boolean contains(K key) {
    return entries.containsKey(key);
  }

  /** Holds the value, unless it is larger than everything may be, and lets the oldest ones go. */
  void put(K key, V value) {
    V before = entries.remove(key);
    if (before != null) {
      bytes -= weigher.applyAsLong(before);
    }
    long weight = weigher.applyAsLong(value);
    if (weight > capacity) {
      return;
    }
    entries.put(key, value);
    bytes += weight;
    Iterator<Map.Entry<K, V>> oldest = entries.entrySet().iterator();
    while (bytes > capacity) {
      bytes -= weigher.applyAsLong(oldest.next().getValue());
      oldest.remove();
    }
  }

  List<K> keys() {
    return new ArrayList<>(entries.keySet());
  }

  long bytes() {
    return bytes;
  }

  void clear() {
    entries.clear();
    bytes = 0;
  }
}
