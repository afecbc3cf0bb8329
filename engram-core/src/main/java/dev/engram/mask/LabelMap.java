package dev.engram.mask;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;

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
  private final Box[] boxes;

  private LabelMap(int width, int height, byte[] low, byte[] high, int mostLabel) {
    this.width = width;
    this.height = height;
    this.low = low;
    this.high = high;
    Census census = new Census(mostLabel);
    for (int y = 0; y < height; y++) {
      int begin = y * width;
      for (int x = 0; x < width; ) {
        int label = at(begin + x);
        int end = endOfRun(begin + x, begin + width) - begin;
        census.add(label, x, end, y);
        x = end;
      }
    }
    labels = census.labels();
    areas = Arrays.stream(labels).map(label -> census.areas[label]).toArray();
    boxes = Arrays.stream(labels).mapToObj(census::box).toArray(Box[]::new);
  }

  /** Where a stretch of pixels of one label ends, {@code to} at the latest. */
  int endOfRun(int from, int to) {
    return Math.min(endOfRun(low, from, to), endOfRun(high, from, to));
  }

  /** Where a stretch of equal values ends, {@code to} at the latest; found many at a time. */
  private static int endOfRun(byte[] values, int from, int to) {
    if (values.length == 0) {
      return to;
    }
    int change = Arrays.mismatch(values, from, to - 1, values, from + 1, to);
    return change < 0 ? to : from + change + 1;
  }

  /** Counts runs of pixels by their labels, a step for a run and not for a pixel. */
  private static final class Census {
    private final int[] areas;
    private final int[] left;
    private final int[] top;
    private final int[] right;
    private final int[] bottom;

    Census(int mostLabel) {
      areas = new int[mostLabel + 1];
      left = new int[mostLabel + 1];
      top = new int[mostLabel + 1];
      right = new int[mostLabel + 1];
      bottom = new int[mostLabel + 1];
      Arrays.fill(left, Integer.MAX_VALUE);
    }

    void add(int label, int begin, int end, int row) {
      if (areas[label] == 0) {
        top[label] = row;
      }
      areas[label] += end - begin;
      left[label] = Math.min(left[label], begin);
      right[label] = Math.max(right[label], end);
      bottom[label] = row + 1;
    }

    int[] labels() {
      return IntStream.range(1, areas.length).filter(label -> areas[label] > 0).toArray();
    }

    Box box(int label) {
      return new Box(left[label], top[label], right[label], bottom[label]);
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
    byte[] low = new byte[labels.length];
    int bits = 0;
    for (int i = 0; i < labels.length; i++) {
      bits |= labels[i];
      low[i] = (byte) labels[i];
    }
    if (bits >>> Short.SIZE != 0) {
      requireRange(labels);
    }
    byte[] high = new byte[bits > 255 ? labels.length : 0];
    for (int i = 0; i < high.length; i++) {
      high[i] = (byte) (labels[i] >> 8);
    }
    return new LabelMap(width, height, low, high, bits);
  }

  private static void requireRange(int[] labels) {
    for (int label : labels) {
      if (label < 0 || label > MAX_LABEL) {
        throw new IllegalArgumentException("label " + label + " is not within 0 to " + MAX_LABEL);
      }
    }
  }

  /**
   * A map of labels up to 255; copies them.
   *
   * @param labels {@code width * height} labels, row by row, each an unsigned byte
   * @throws IllegalArgumentException if a size is below 1 or the length is another
   */
  public static LabelMap ofBytes(int width, int height, byte[] labels) {
    requireLength(width, height, labels.length);
    return new LabelMap(width, height, labels.clone(), new byte[0], 255);
  }

  /**
   * A map of background alone.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public static LabelMap empty(int width, int height) {
    requireLength(width, height, width * height);
    return new LabelMap(width, height, new byte[width * height], new byte[0], 0);
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

  /** The smallest part of the map that holds an object; empty if no pixel has the label. */
  public Box box(int label) {
    int position = Arrays.binarySearch(labels, label);
    return position < 0 ? Box.EMPTY : boxes[position];
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

  /**
   * The same map with these objects alone; all others are background.
   *
   * @return this map itself if it shows no other
   */
  public LabelMap only(Set<Integer> objects) {
    if (Arrays.stream(labels).allMatch(objects::contains)) {
      return this;
    }
    int[] kept = toArray();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = kept[i] != 0 && objects.contains(kept[i]) ? kept[i] : 0;
    }
    return of(width, height, kept);
  }

  /**
   * The objects of this map, and where it is background those of another one.
   *
   * @param below of the same size
   */
  public LabelMap over(LabelMap below) {
    int[] all = below.toArray();
    for (int i = 0; i < all.length; i++) {
      all[i] = at(i) == 0 ? all[i] : at(i);
    }
    return of(width, height, all);
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
