package dev.engram.mask;

import org.jspecify.annotations.Nullable;

/**
 * What a mask file holds.
 *
 * @param labels the objects; may be background alone
 * @param palette the colours the file shows them in, null if it shows none (grey masks, where the
 *     value is the label)
 */
public record Mask(LabelMap labels, @Nullable Palette palette) {
  /** The file's own colours, or the DAVIS palette if it has none. */
  public Palette paletteOrDavis() {
    return palette == null ? Palette.davis() : palette;
  }
}
