package dev.engram.mask;

import dev.engram.common.EngramException;
import java.util.Arrays;

/**
 * Masks of one object as lengths of runs, in turn outside and inside; the first is outside, and may
 * be 0.
 */
public final class RunLengths {
  private static final int BITS = 5;
  private static final int MORE = 1 << BITS;
  private static final int SIGN = 1 << (BITS - 1);
  private static final int FIRST_CHARACTER = 48;

  private RunLengths() {}

  /** Grows as runs are found. */
  private static final class Runs {
    private int[] lengths = new int[16];
    private int count;
    private boolean inside;
    private int length;

    void add(boolean in, int pixels) {
      if (in != inside) {
        end();
        inside = in;
      }
      length += pixels;
    }

    private void end() {
      if (count == lengths.length) {
        lengths = Arrays.copyOf(lengths, 2 * count);
      }
      lengths[count++] = length;
      length = 0;
    }

    int[] finish() {
      end();
      return Arrays.copyOf(lengths, count);
    }
  }

  /**
   * An object's runs through the whole map, column by column from the top left, as COCO has them.
   */
  public static int[] columns(LabelMap map, int label) {
    Box box = map.box(label);
    Runs runs = new Runs();
    runs.add(false, box.left() * map.height());
    for (int x = box.left(); x < box.right(); x++) {
      runs.add(false, box.top());
      for (int y = box.top(); y < box.bottom(); y++) {
        runs.add(map.at(y * map.width() + x) == label, 1);
      }
      runs.add(false, map.height() - box.bottom());
    }
    runs.add(false, (map.width() - box.right()) * map.height());
    return runs.finish();
  }

  /** An object's runs within its {@link LabelMap#box}, row by row from the top left. */
  public static int[] rows(LabelMap map, int label) {
    Box box = map.box(label);
    Runs runs = new Runs();
    for (int y = box.top(); y < box.bottom(); y++) {
      for (int x = box.left(); x < box.right(); x++) {
        runs.add(map.at(y * map.width() + x) == label, 1);
      }
    }
    return runs.finish();
  }

  /**
   * COCO's compressed form: each run from the fourth on as its difference from the one two before,
   * in characters of five bits and a sign to go on, the lowest first, from '0' on.
   */
  public static String compressed(int[] runs) {
    StringBuilder text = new StringBuilder(2 * runs.length);
    for (int i = 0; i < runs.length; i++) {
      int rest = i > 2 ? runs[i] - runs[i - 2] : runs[i];
      boolean more = true;
      while (more) {
        int bits = rest & (MORE - 1);
        rest >>= BITS;
        more = rest != ((bits & SIGN) == 0 ? 0 : -1);
        text.append((char) (FIRST_CHARACTER + (more ? bits | MORE : bits)));
      }
    }
    return text.toString();
  }

  /**
   * Reads COCO's compressed form.
   *
   * @param place starts messages
   * @throws EngramException if the text is none, or breaks off
   */
  public static int[] decompressed(String text, String place) {
    int[] runs = new int[text.length()];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      long value = 0;
      int shift = 0;
      boolean more = true;
      while (more) {
        int bits = at < text.length() ? text.charAt(at++) - FIRST_CHARACTER : -1;
        if (bits < 0 || bits >= 2 * MORE || shift > 30) {
          throw new EngramException(
              place + ": its run lengths are no COCO string. Export the file again.");
        }
        value |= (long) (bits & (MORE - 1)) << shift;
        shift += BITS;
        more = (bits & MORE) != 0;
        if (!more && (bits & SIGN) != 0) {
          value |= -1L << shift;
        }
      }
      long run = count > 2 ? value + runs[count - 2] : value;
      if (run < 0 || run > Integer.MAX_VALUE) {
        throw new EngramException(
            place + ": has a run of " + run + " pixels. Export the file again.");
      }
      runs[count++] = (int) run;
    }
    return Arrays.copyOf(runs, count);
  }

  /**
   * Puts an object into a map of labels, over what is there.
   *
   * @param labels {@code [height, width]} of the frame
   * @param width pixels a row of the frame
   * @param box where the runs lie, within the frame
   * @param byColumns whether runs go down columns, else along rows
   * @param place starts messages
   * @throws EngramException if the runs do not fill the box
   */
  public static void paint(
      int[] labels, int width, Box box, int[] runs, boolean byColumns, int label, String place) {
    long pixels = (long) box.width() * box.height();
    long sum = 0;
    for (int run : runs) {
      sum += run;
    }
    if (sum != pixels || Arrays.stream(runs).anyMatch(run -> run < 0)) {
      throw new EngramException(
          String.format(
              "%s: its run lengths cover %d pixels of %dx%d. Export the file again.",
              place, sum, box.width(), box.height()));
    }
    int at = 0;
    for (int i = 0; i < runs.length; i++) {
      int end = at + runs[i];
      for (; i % 2 == 1 && at < end; at++) {
        int x = byColumns ? at / box.height() : at % box.width();
        int y = byColumns ? at % box.height() : at / box.width();
        labels[(box.top() + y) * width + box.left() + x] = label;
      }
      at = end;
    }
  }
}
