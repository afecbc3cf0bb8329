package dev.engram.video;

import java.util.ArrayList;
import java.util.List;

/** Pictures that carry their own number: twelve columns, white for a one, black for a zero. */
final class Painted {
  private static final int BITS = 12;

  private Painted() {}

  static byte[] picture(int width, int height, int number) {
    byte[] rgb = new byte[3 * width * height];
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean one = (number >> (x * BITS / width) & 1) != 0;
        rgb[to++] = (byte) (one ? 230 : 20);
        rgb[to++] = (byte) (one ? 230 : 20);
        rgb[to++] = (byte) (one ? 230 : 20);
      }
    }
    return rgb;
  }

  static int number(Frame frame) {
    int number = 0;
    for (int bit = 0; bit < BITS; bit++) {
      int x = (2 * bit + 1) * frame.width() / (2 * BITS);
      int at = 3 * (frame.height() / 2 * frame.width() + x);
      if ((frame.rgb()[at] & 0xFF) > 127) {
        number |= 1 << bit;
      }
    }
    return number;
  }

  /** Reads to the end; what is thrown there goes to the caller. */
  static List<Integer> numbers(FrameSource source) {
    List<Integer> numbers = new ArrayList<>();
    readInto(source, numbers);
    return numbers;
  }

  /** As {@link #numbers}, keeping what was read before an error. */
  static void readInto(FrameSource source, List<Integer> numbers) {
    for (Frame frame = source.next(); frame != null; frame = source.next()) {
      numbers.add(number(frame));
    }
  }

  static List<Integer> upTo(int count) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  static double meanDifference(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    return (double) sum / a.length;
  }
}
