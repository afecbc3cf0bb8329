package dev.engram.tensor;

/** The largest of the keys that were offered, ascending, with where they came from. */
final class Largest {
  private final long[] entries;
  private int size;
  private int above;

  Largest(int most) {
    entries = new long[most];
  }

  /** Forgets all, and from now on wants no key under {@code floor}. */
  void clear(int floor) {
    size = 0;
    above = floor == Integer.MIN_VALUE ? floor : floor - 1;
  }

  int size() {
    return size;
  }

  int key(int i) {
    return (int) (entries[i] >> 32);
  }

  int index(int i) {
    return (int) entries[i];
  }

  /** Whether such a key would be kept. */
  boolean wants(int key) {
    return key > above;
  }

  /** Offers {@code count} of a row's columns from {@code first} on, {@code step} apart. */
  void offer(RowKeys keys, int row, int first, int step, int count) {
    for (int i = 0; i < count; i++) {
      int column = first + i * step;
      int key = keys.at(row, column);
      if (wants(key)) {
        keep(key, column);
      }
    }
  }

  private void keep(int key, int index) {
    long entry = (long) key << 32 | index;
    int at;
    if (size < entries.length) {
      at = size++;
      while (at > 0 && entries[at - 1] > entry) {
        entries[at] = entries[at - 1];
        at--;
      }
    } else {
      at = 0;
      while (at + 1 < size && entries[at + 1] < entry) {
        entries[at] = entries[at + 1];
        at++;
      }
    }
    entries[at] = entry;
    if (size == entries.length) {
      above = Math.max(above, key(0));
    }
  }
}
