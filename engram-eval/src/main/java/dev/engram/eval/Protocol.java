package dev.engram.eval;

/**
 * Which frames and objects are scored.
 *
 * @param frames which frames count
 * @param merged whether all objects count as one (DAVIS 2016)
 * @param matched labels of results mean nothing: each object of the truth gets the proposal that
 *     makes the mean of all objects largest (unsupervised DAVIS)
 * @param voidLabel pixels of the truth with this label do not count; -1 for none
 */
public record Protocol(Frames frames, boolean merged, boolean matched, int voidLabel) {
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
    return new Protocol(Frames.INNER, true, false, NO_VOID);
  }

  /** DAVIS 2017, semi-supervised: each object, first and last frame left out, 255 is void. */
  public static Protocol davis2017() {
    return new Protocol(Frames.INNER, false, false, 255);
  }

  /** Objects that appear at any time: each from the frame after its first on. */
  public static Protocol appearing() {
    return new Protocol(Frames.AFTER_FIRST, false, false, NO_VOID);
  }

  /** DAVIS 2017, unsupervised: proposals are matched, all frames count. */
  public static Protocol davis2017Unsupervised() {
    return new Protocol(Frames.ALL, false, true, 255);
  }
}
