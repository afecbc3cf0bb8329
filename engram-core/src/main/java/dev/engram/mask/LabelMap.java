package dev.engram.mask;

import java.util.Arrays;

/**
 * Which object each pixel of a frame belongs to: {@code width} x {@code height} labels, row by row
 * from the top left; 0 is the background, 1 to 65535 are objects.
 *
 * <p>Immutable, so it may be shared between threads. Takes one byte a pixel while no label is above
 * 255, and two otherwise.
 */
public final class LabelMap {
  /** The highest label of an object. */
  public static final int MAX_LABEL = 65535;

  private final int width;
  private final int height;
  private final byte[] low;
  // empty while no label is above 255, so that equal maps have equal arrays
  private final byte[] high;
  private final int[] labels;
  private final int[] areas;

  private LabelMap(int width, int height, byte[] low, byte[] high, int[] counts) {
    this.width = width;
    this.height = height;
    this.low = low;
    this.high = high;
    int objects = 0;
    for (int label = 1; label < counts.length; label++) {
      objects += counts[label] > 0 ? 1 : 0;
    }
    labels = new int[objects];
    areas = new int[objects];
    int next = 0;
    for (int label = 1; label < counts.length; label++) {
      if (counts[label] > 0) {
        labels[next] = label;
        areas[next++] = counts[label];
      }
    }
  }

  /**
   * A map of the given labels; copies them.
   *
   * @param labels {@code width * height} labels, row by row, each 0 to 65535
   * @throws IllegalArgumentException if a size is below 1, the length is another or a label is out
   *     of range
   */
  public static LabelMap of(int width, int height, int[] labels) {
    requireLength(width, height, labels.length);
    int[] counts = new int[MAX_LABEL + 1];
    int bits = 0;
    for (int label : labels) {
      if (label < 0 || label > MAX_LABEL) {
        throw new IllegalArgumentException("label " + label + " is not within 0 to " + MAX_LABEL);
      }
      counts[label]++;
      bits |= label;
    }
    byte[] low = new byte[labels.length];
    byte[] high = new byte[bits > 255 ? labels.length : 0];
    for (int i = 0; i < labels.length; i++) {
      low[i] = (byte) labels[i];
    }
    for (int i = 0; i < high.length; i++) {
      high[i] = (byte) (labels[i] >> 8);
    }
    return new LabelMap(width, height, low, high, counts);
  }

  /**
   * A map of labels up to 255; copies them.
   *
   * @param labels {@code width * height} labels, row by row, each an unsigned byte
   * @throws IllegalArgumentException if a size is below 1 or the length is another
   */
  public static LabelMap ofBytes(int width, int height, byte[] labels) {
    requireLength(width, height, labels.length);
    int[] counts = new int[256];
    for (byte label : labels) {
      counts[label & 255]++;
    }
    return new LabelMap(width, height, labels.clone(), new byte[0], counts);
  }

  private static void requireLength(int width, int height, int length) {
    if (width < 1 || height < 1 || (long) width * height != length) {
      throw new IllegalArgumentException(
          length + " labels do not make a map of " + width + "x" + height);
    }
  }

  /** Pixels in a row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /**
   * The label at a pixel.
   *
   * @param x column, 0 to {@code width - 1}
   * @param y row, 0 to {@code height - 1}
   * @throws IndexOutOfBoundsException outside the map
   */
  public int at(int x, int y) {
    if (x < 0 || x >= width || y < 0 || y >= height) {
      throw new IndexOutOfBoundsException(
          "(" + x + ", " + y + ") is outside " + width + "x" + height);
    }
    return at(y * width + x);
  }

  /** The label at {@code y * width + x}. */
  int at(int index) {
    int label = low[index] & 255;
    return high.length == 0 ? label : label | (high[index] & 255) << 8;
  }

  /** The objects that have a pixel, ascending, without the background; the caller's own array. */
  public int[] labels() {
    return labels.clone();
  }

  /** The highest label that has a pixel, 0 if there is only background. */
  public int maxLabel() {
    return labels.length == 0 ? 0 : labels[labels.length - 1];
  }

  /** How many pixels have this label (0 for the background); 0 if none has. */
  public int area(int label) {
    if (label == 0) {
      return low.length - Arrays.stream(areas).sum();
    }
    int position = Arrays.binarySearch(labels, label);
    return position < 0 ? 0 : areas[position];
  }

  /** The labels, row by row, in a new array of {@code width * height}. */
  public int[] toArray() {
    int[] target = new int[low.length];
    copyInto(target);
    return target;
  }

  /**
   * Copies the labels, row by row, to the start of an array of the caller's.
   *
   * @throws IndexOutOfBoundsException if it has fewer than {@code width * height} elements
   */
  public void copyInto(int[] target) {
    for (int i = 0; i < low.length; i++) {
      target[i] = at(i);
    }
  }

  /** One object alone: 1 where its label is, else 0, row by row; the caller's own array. */
  public byte[] mask(int label) {
    byte[] mask = new byte[low.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (at(i) == label ? 1 : 0);
    }
    return mask;
  }

  /** The lower eight bits of each label, not a copy. */
  byte[] lowBytes() {
    return low;
  }

  /** Equal if size and every label are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMap that
        && width == that.width
        && height == that.height
        && Arrays.equals(low, that.low)
        && Arrays.equals(high, that.high);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + Arrays.hashCode(low)) + Arrays.hashCode(high);
  }

  @Override
  public String toString() {
    return "LabelMap[" + width + "x" + height + ", labels " + Arrays.toString(labels) + "]";
  }
}
