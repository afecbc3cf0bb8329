package dev.engram.mask;

/**
 * One object of a map within a box, a bit a pixel: 64 pixels are compared, moved or counted at
 * once.
 */
final class BitMask {
  private static final int WORD = 64;

  private final int width;
  private final int height;
  private final int words;
  private final long[] bits;

  private BitMask(int width, int height) {
    this.width = width;
    this.height = height;
    words = (width + WORD - 1) / WORD;
    bits = new long[words * height];
  }

  static BitMask of(LabelMap map, int label, Box box) {
    BitMask mask = new BitMask(box.width(), box.height());
    for (int y = 0; y < mask.height; y++) {
      int row = (box.top() + y) * map.width() + box.left();
      for (int x = 0; x < mask.width; ) {
        int end = map.endOfRun(row + x, row + mask.width) - row;
        if (map.at(row + x) == label) {
          mask.set(y, x, end);
        }
        x = end;
      }
    }
    return mask;
  }

  private void set(int y, int from, int to) {
    int first = y * words + from / WORD;
    int last = y * words + (to - 1) / WORD;
    long begin = -1L << from;
    long end = -1L >>> -to;
    if (first == last) {
      bits[first] |= begin & end;
      return;
    }
    bits[first] |= begin;
    for (int w = first + 1; w < last; w++) {
      bits[w] = -1L;
    }
    bits[last] |= end;
  }

  /** Pixels unlike the one to the right, below, or below to the right, where there is one. */
  BitMask contour() {
    BitMask contour = new BitMask(width, height);
    for (int y = 0; y < height; y++) {
      int below = y + 1 < height ? y + 1 : y;
      for (int w = 0; w < words; w++) {
        long here = bits[y * words + w];
        long right = moved(y, w);
        long under = bits[below * words + w];
        long corner = moved(below, w);
        // the last column has nothing to its right
        long inner = w == words - 1 ? (1L << (width - 1)) - 1 : -1L;
        long has = w == words - 1 ? inner | 1L << (width - 1) : -1L;
        contour.bits[y * words + w] =
            ((here ^ right) & inner) | ((here ^ under) & has) | ((here ^ corner) & inner);
      }
    }
    return contour;
  }

  /** A word of a row whose pixels are those to the right. */
  private long moved(int y, int w) {
    long next = w + 1 < words ? bits[y * words + w + 1] : 0;
    return bits[y * words + w] >>> 1 | next << (WORD - 1);
  }

  int count() {
    int count = 0;
    for (long word : bits) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** How many pixels both have; the other is of the same box. */
  int countWith(BitMask other) {
    int count = 0;
    for (int i = 0; i < bits.length; i++) {
      count += Long.bitCount(bits[i] & other.bits[i]);
    }
    return count;
  }

  /** All pixels within a disk around any; the disk is a run of pixels in each of its rows. */
  BitMask dilated(int radius) {
    BitMask out = new BitMask(width, height);
    long[] run = new long[words];
    for (int y = 0; y < height; y++) {
      if (isEmpty(y)) {
        continue;
      }
      System.arraycopy(bits, y * words, run, 0, words);
      int half = 0;
      // rows from the disk's ends to its middle, so that the runs grow
      for (int dy = radius; dy >= 0; dy--) {
        int reach = (int) Math.sqrt((double) radius * radius - (double) dy * dy);
        while (half < reach) {
          half++;
          spread(y, half, run);
        }
        out.add(y - dy, run);
        if (dy > 0) {
          out.add(y + dy, run);
        }
      }
    }
    return out;
  }

  private boolean isEmpty(int y) {
    for (int w = 0; w < words; w++) {
      if (bits[y * words + w] != 0) {
        return false;
      }
    }
    return true;
  }

  private void add(int y, long[] row) {
    if (y >= 0 && y < height) {
      for (int w = 0; w < words; w++) {
        bits[y * words + w] |= row[w];
      }
    }
  }

  /** Adds the pixels of a row moved by so many columns to either side. */
  private void spread(int y, int columns, long[] row) {
    int far = columns / WORD;
    int near = columns % WORD;
    for (int w = 0; w < words; w++) {
      long word = bits[y * words + w];
      if (word != 0) {
        add(row, w + far, word << near);
        add(row, w - far, word >>> near);
        if (near > 0) {
          add(row, w + far + 1, word >>> (WORD - near));
          add(row, w - far - 1, word << (WORD - near));
        }
      }
    }
  }

  private static void add(long[] row, int w, long word) {
    if (w >= 0 && w < row.length) {
      row[w] |= word;
    }
  }
}
