package dev.engram.studio.project;

import java.awt.Color;
import java.util.Set;

/** Colours of objects: told apart at a glance, over dark and light pictures, one after another. */
final class ObjectColours {
  private static final int[] COLOURS = {
    0xE6194B, 0x3CB44B, 0x4363D8, 0xF58231, 0x911EB4, 0x42D4F4, 0xF032E6, 0xBFEF45, 0xFABED4,
    0x469990, 0xDCBEFF, 0x9A6324, 0xFFE119, 0x800000, 0xAAFFC3, 0x808000
  };

  /** Hues that are this far apart, of a circle's length 1, never come near one another again. */
  private static final double GOLDEN = 0.618033988749895;

  private ObjectColours() {}

  /**
   * The colour that an object gets when it is made.
   *
   * @param taken colours of others, as {@code 0xRRGGBB}
   */
  static int of(int label, Set<Integer> taken) {
    for (int i = 0; i < COLOURS.length; i++) {
      int colour = COLOURS[(label - 1 + i) % COLOURS.length];
      if (!taken.contains(colour)) {
        return colour;
      }
    }
    for (int i = 0; ; i++) {
      float hue = (float) (i * GOLDEN % 1);
      float saturation = i % 2 == 0 ? 0.9f : 0.5f;
      float brightness = i / 2 % 2 == 0 ? 0.95f : 0.65f;
      int colour = Color.HSBtoRGB(hue, saturation, brightness) & 0xFFFFFF;
      if (!taken.contains(colour)) {
        return colour;
      }
    }
  }
}
