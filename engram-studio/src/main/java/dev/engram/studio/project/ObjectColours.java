package dev.engram.studio.project;

/** Colours of objects: told apart at a glance, over dark and light pictures, one after another. */
final class ObjectColours {
  private static final int[] COLOURS = {
    0xE6194B, 0x3CB44B, 0x4363D8, 0xF58231, 0x911EB4, 0x42D4F4, 0xF032E6, 0xBFEF45, 0xFABED4,
    0x469990, 0xDCBEFF, 0x9A6324, 0xFFE119, 0x800000, 0xAAFFC3, 0x808000
  };

  private ObjectColours() {}

  /** The colour that an object gets when it is made. */
  static int of(int label) {
    return COLOURS[(label - 1) % COLOURS.length];
  }
}
