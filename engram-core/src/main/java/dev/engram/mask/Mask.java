package dev.engram.mask;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a mask file holds.
 *
 * @param labels the objects; may be background alone
 * @param palette the colours the file shows them in, null if it shows none (grey masks, where the
 *     value is the label)
 */
public record Mask(LabelMap labels, @Nullable Palette palette) {
  private static final int WHITE = 255;

  /**
   * The file's own colours, or the DAVIS palette if it has none; the one object of a black and
   * white mask (label 255) has the colour of object 1 there, which is easier to see than its own.
   */
  public Palette paletteOrDavis() {
    if (palette != null) {
      return palette;
    }
    Palette davis = Palette.davis();
    int[] objects = labels.labels();
    return objects.length == 1 && objects[0] == WHITE
        ? Palette.ofColours(Map.of(WHITE, davis.rgb(1)))
        : davis;
  }
}
