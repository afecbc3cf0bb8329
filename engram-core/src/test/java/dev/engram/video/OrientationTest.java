package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class OrientationTest {
  /** What EXIF says of each tag: where the stored pixel (x, y) is shown. */
  private static int[] shown(int tag, int x, int y, int width, int height) {
    return switch (tag) {
      case 2 -> new int[] {width - 1 - x, y};
      case 3 -> new int[] {width - 1 - x, height - 1 - y};
      case 4 -> new int[] {x, height - 1 - y};
      case 5 -> new int[] {y, x};
      case 6 -> new int[] {height - 1 - y, x};
      case 7 -> new int[] {height - 1 - y, width - 1 - x};
      case 8 -> new int[] {y, width - 1 - x};
      default -> new int[] {x, y};
    };
  }

  @Property(tries = 100)
  void everyStoredPixelIsShownWhereTheTagSays(
      @ForAll @IntRange(min = 0, max = 9) int tag,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll long seed) {
    byte[] stored = new byte[3 * width * height];
    new Random(seed).nextBytes(stored);
    Orientation orientation = Orientation.ofExif(tag);
    byte[] shown = orientation.apply(stored, width, height);
    int shownWidth = orientation.swap() ? height : width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int[] at = shown(tag, x, y, width, height);
        for (int c = 0; c < 3; c++) {
          assertThat(shown[3 * (at[1] * shownWidth + at[0]) + c])
              .isEqualTo(stored[3 * (y * width + x) + c]);
        }
      }
    }
  }
}
