package dev.engram.eval;

/**
 * Which frames and objects are scored.
 *
 * @param frames which frames count
 * @param merged whether all objects count as one (DAVIS 2016)
 * @param voidLabel pixels of the truth with this label do not count; -1 for none
 */
public record Protocol(Frames frames, boolean merged, int voidLabel) {
  /** Which frames of an object count. */
  public enum Frames {
    /** All frames with a truth but the first and the last, as in semi-supervised DAVIS. */
    INNER,
    /** From the one after the object's first on, as in YouTube-VOS. */
    AFTER_FIRST,
    /** All frames with a truth, as in unsupervised DAVIS. */
    ALL
  }

  /** No void label. */
  public static final int NO_VOID = -1;

  /** DAVIS 2016: one object, first and last frame left out. */
  public static Protocol davis2016() {
    return new Protocol(Frames.INNER, true, NO_VOID);
  }

  /** DAVIS 2017, semi-supervised: each object, first and last frame left out, 255 is void. */
  public static Protocol davis2017() {
    return new Protocol(Frames.INNER, false, 255);
  }

  /** Objects that appear at any time: each from the frame after its first on. */
  public static Protocol appearing() {
    return new Protocol(Frames.AFTER_FIRST, false, NO_VOID);
  }
}
