package dev.engram.mask;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Tells masks, which have few flat colours, from pictures and from masks with soft edges, in which
 * every shade of an edge would become an object of its own.
 */
final class FlatColours {
  /** The most colours or shades, background included, that a mask without a palette may have. */
  static final int MAX_COLOURS = 64;

  private static final int FEW_EDGE_SHADES = 8;

  private FlatColours() {}

  /**
   * What makes a grey image no mask, or nothing. Labels of 16 bits may lie as thin as they like.
   */
  static String oddityOfGrey(RawImage image, int white, int mostShades) {
    boolean[] present = new boolean[white + 1];
    int shades = 0;
    for (int value : image.values()) {
      shades += present[value] ? 0 : 1;
      present[value] = true;
    }
    boolean manyUpToWhite = shades > mostShades && present[white];
    boolean edges = white == 255 && haveEdgeShades(image.values(), image, 256);
    return manyUpToWhite || edges ? shades + " shades of grey" : "";
  }

  /** What makes an RGB image no mask, or nothing. */
  static String oddityOfColours(RawImage image) {
    SortedSet<Integer> present = distinct(image.values());
    if (present.size() >= MAX_COLOURS) {
      return "more than " + MAX_COLOURS + " colours";
    }
    Map<Integer, Integer> position = new HashMap<>();
    position.put(0, 0);
    present.forEach(colour -> position.put(colour, position.size()));
    int[] positions = image.values().clone();
    replace(positions, position);
    return haveEdgeShades(positions, image, position.size())
        ? present.size() + " colours, some of them only in edges"
        : "";
  }

  /** The values other than 0, ascending; the first {@link #MAX_COLOURS} met if there are more. */
  static SortedSet<Integer> distinct(int[] values) {
    SortedSet<Integer> present = new TreeSet<>();
    int last = 0;
    for (int value : values) {
      if (value != last && value != 0) {
        present.add(value);
        if (present.size() >= MAX_COLOURS) {
          break;
        }
      }
      last = value;
    }
    return present;
  }

  /**
   * What an image shows of one value.
   *
   * @param squares how many squares of 2x2 pixels it fills, overlapping ones too: nearly as many as
   *     pixels in an area, few along an edge
   */
  record Count(long pixels, long squares) {}

  /** How often each value occurs, 0 too; the first ones met if there are more than {@code most}. */
  static Map<Integer, Count> census(RawImage image, int most) {
    Map<Integer, Count> counts = new HashMap<>();
    int[] values = image.values();
    for (int i = 0; i < values.length && counts.size() < most; ) {
      int begin = i;
      long squares = 0;
      for (; i < values.length && values[i] == values[begin]; i++) {
        squares += isCornerOfSquare(values, image.width, i) ? 1 : 0;
      }
      counts.merge(
          values[begin],
          new Count(i - begin, squares),
          (a, b) -> new Count(a.pixels + b.pixels, a.squares + b.squares));
    }
    return counts;
  }

  /** Whether a value fills a square of 2x2 pixels somewhere. */
  static boolean isSolid(RawImage image, int value) {
    int[] values = image.values();
    for (int i = 0; i < values.length; i++) {
      if (values[i] == value && isCornerOfSquare(values, image.width, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCornerOfSquare(int[] values, int width, int i) {
    int value = values[i];
    return i % width + 1 < width
        && i + width < values.length
        && values[i + 1] == value
        && values[i + width] == value
        && values[i + width + 1] == value;
  }

  /** Puts another value in the place of each; all that occur must be in the map. */
  static void replace(int[] values, Map<Integer, Integer> by) {
    int last = 0;
    int replacement = by.getOrDefault(0, 0);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != last) {
        last = values[i];
        replacement = by.getOrDefault(last, 0);
      }
      values[i] = replacement;
    }
  }

  /**
   * Whether too many of the values are seen in edges only, nowhere in a square of 2x2 pixels: most
   * of them and not just a few, or any at all where compression makes them.
   *
   * @param values row by row, each 0 (background) to {@code limit - 1}
   */
  static boolean haveEdgeShades(int[] values, RawImage image, int limit) {
    int width = image.width;
    boolean[] present = new boolean[limit];
    boolean[] solid = new boolean[limit];
    for (int i = 0; i < values.length; i++) {
      int value = values[i];
      present[value] = true;
      solid[value] = solid[value] || isCornerOfSquare(values, width, i);
    }
    int flat = 0;
    int thin = 0;
    for (int value = 1; value < limit; value++) {
      flat += solid[value] ? 1 : 0;
      thin += present[value] && !solid[value] ? 1 : 0;
    }
    return image.lossy ? thin > 0 : thin >= FEW_EDGE_SHADES && thin > flat;
  }
}
