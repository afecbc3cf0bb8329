package dev.engram.studio.mask;

import java.util.LinkedHashMap;
import java.util.Map;

/** Masks, and what goes with them, that are kept while they are among those that were used last. */
public final class LatestUsed {
  private LatestUsed() {}

  /**
   * A map that forgets the entry which nobody has asked for the longest, if there is one too many.
   * Belongs to one thread at a time, also for reading.
   *
   * @param most entries, 1 or more
   */
  public static <K, V> Map<K, V> map(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
