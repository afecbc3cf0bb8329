package dev.engram.mask;

import dev.engram.common.EngramException;
import java.util.List;

/** What is known of a video's frames before they are read, to find the frames of its masks. */
public final class FrameNames {
  private static final FrameNames UNKNOWN = new FrameNames(List.of());

  private final List<String> stems;

  private FrameNames(List<String> stems) {
    this.stems = stems;
  }

  /**
   * The frames of an image folder.
   *
   * @param stems file names without extension in the video's order, at least one; copied
   * @throws IllegalArgumentException if there is none
   */
  public static FrameNames of(List<String> stems) {
    if (stems.isEmpty()) {
      throw new IllegalArgumentException("a video without frames");
    }
    return new FrameNames(List.copyOf(stems));
  }

  /**
   * What is known of an input's frames.
   *
   * @param stems as of {@link #of}; none where only indices tell the frames apart
   */
  public static FrameNames orUnknown(List<String> stems) {
    return stems.isEmpty() ? UNKNOWN : of(stems);
  }

  /** A video file: frames have no names but their index, from 0 in the order of presentation. */
  public static FrameNames unknown() {
    return UNKNOWN;
  }

  /**
   * The frame that a name or number stands for, as in the names of masks.
   *
   * @return its index, from 0; beyond the end if only indices tell the frames apart and it is
   * @throws EngramException if no frame or more than one fits
   */
  public int frameOf(String nameOrNumber) {
    return new FrameMatcher(this).frameOf(nameOrNumber);
  }

  /** Whether only indices tell the frames apart. */
  boolean areUnknown() {
    return stems.isEmpty();
  }

  /** In the video's order; empty if unknown. */
  List<String> stems() {
    return stems;
  }
}
