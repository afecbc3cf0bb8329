package dev.engram.studio.mask;

import dev.engram.mask.LabelMap;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Masks as they travel to the page: pairs of label and length, row by row over the whole frame,
 * each an unsigned LEB128 number. A mask of 480p takes some kilobytes.
 */
public final class Runs {
  /** The media type of such a mask. */
  public static final String MEDIA_TYPE = "application/x-engram-runs";

  private Runs() {}

  /** The runs of a mask. */
  public static byte[] encode(LabelMap mask) {
    int[] labels = mask.toArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int begin = 0; begin < labels.length; ) {
      int end = begin + 1;
      while (end < labels.length && labels[end] == labels[begin]) {
        end++;
      }
      put(out, labels[begin]);
      put(out, end - begin);
      begin = end;
    }
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, int number) {
    int rest = number;
    while (rest > 127) {
      out.write((rest & 127) | 128);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /**
   * The mask of runs.
   *
   * @throws IllegalArgumentException if they are not those of a mask of this size
   */
  public static LabelMap decode(byte[] runs, int width, int height) {
    int[] labels = new int[width * height];
    ByteBuffer in = ByteBuffer.wrap(runs);
    int at = 0;
    try {
      while (at < labels.length) {
        int label = get(in);
        int length = get(in);
        if (length < 1 || length > labels.length - at) {
          throw new IllegalArgumentException("a run of " + length + " pixels at " + at);
        }
        Arrays.fill(labels, at, at + length, label);
        at += length;
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the runs end at pixel " + at, e);
    }
    return LabelMap.of(width, height, labels);
  }

  private static int get(ByteBuffer in) {
    int number = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = in.get();
      number |= (next & 127) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number of more than 32 bits");
  }
}
