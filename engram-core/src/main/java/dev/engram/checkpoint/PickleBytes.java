package dev.engram.checkpoint;

import dev.engram.common.EngramException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read forward; nothing is read or promised beyond their end. */
final class PickleBytes {
  /** The longest text, in bytes. */
  private static final int MAX_TEXT = 1 << 20;

  private final ByteBuffer in;
  private final Place place;

  PickleBytes(byte[] pickle, Place place) {
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.place = place;
  }

  int u1() {
    need(1);
    return in.get() & 0xff;
  }

  int u2() {
    need(2);
    return in.getShort() & 0xffff;
  }

  long u4() {
    need(4);
    return in.getInt() & 0xffff_ffffL;
  }

  /** Eight bytes; from 2 to the power of 63 on they come out negative. */
  long u8() {
    need(8);
    return in.getLong();
  }

  /** A signed number of that many bytes. */
  long longOf(int bytes) {
    if (bytes > 8) {
      throw place.refuse(
          "holds a whole number of more than 64 bits, which is not part of a state dict",
          PickleReader.SAVE_AGAIN);
    }
    need(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.get() & 0xffL) << (8 * i);
    }
    int unused = 64 - 8 * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  /** A text of that many bytes of UTF-8. */
  String text(long bytes) {
    if (bytes < 0 || bytes > MAX_TEXT) {
      throw place.refuse(
          "holds a text of more than 1 MB, which is not part of a state dict",
          PickleReader.SAVE_AGAIN);
    }
    need(bytes);
    byte[] utf8 = new byte[(int) bytes];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** A text up to the next line feed. */
  String line() {
    int end = in.position();
    while (end < in.limit() && in.get(end) != '\n') {
      end++;
    }
    if (end == in.limit()) {
      throw cutShort();
    }
    String line = text(end - in.position());
    in.get();
    return line;
  }

  /** The length of a frame: only a hint for readers of streams, but it must be true. */
  void frame() {
    long length = u8();
    if (length < 0 || length > in.remaining()) {
      throw cutShort();
    }
  }

  /** What to throw for a pickle that no pickler writes. */
  EngramException broken(String why) {
    return place.refuse(
        "the pickle is damaged at byte " + in.position() + ": " + why, Place.GET_AGAIN);
  }

  private void need(long bytes) {
    if (in.remaining() < bytes) {
      throw cutShort();
    }
  }

  private EngramException cutShort() {
    return place.refuse("the pickle is cut short", Place.GET_AGAIN);
  }
}
