package dev.engram.video;

/** Reads from the first bytes of a Matroska or WebM file how long it is meant to be. */
final class MatroskaSize {
  /** Bytes from the start that suffice. */
  static final int HEAD = 128;

  private static final long EBML = 0x1A45DFA3L;
  private static final long SEGMENT = 0x18538067L;

  private MatroskaSize() {}

  /**
   * @param head the first bytes of the file, up to {@link #HEAD}
   * @return bytes of the whole file, or -1 if it is of another kind or does not say
   */
  static long promised(byte[] head) {
    if (number(head, 0, 4) != EBML) {
      return -1;
    }
    long segment = endOf(head, 4);
    if (segment < 0 || segment + 12 > head.length || number(head, (int) segment, 4) != SEGMENT) {
      return -1;
    }
    return endOf(head, (int) segment + 4);
  }

  /**
   * @param at where an element's size stands, whose first byte's leading zeros tell its length
   * @return where the element ends, -1 if its size is left open (all ones)
   */
  private static long endOf(byte[] head, int at) {
    int length = Integer.numberOfLeadingZeros(head[at] & 0xFF) - 23;
    if (length > 8) {
      return -1;
    }
    long size = number(head, at, length) & ((1L << (7 * length)) - 1);
    return size == (1L << (7 * length)) - 1 ? -1 : at + length + size;
  }

  private static long number(byte[] head, int at, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (head[at + i] & 0xFF);
    }
    return value;
  }
}
