package dev.engram;

import dev.engram.common.EngramException;

/**
 * Frames of a video, counted from 0 in presentation order.
 *
 * @param first the first frame
 * @param last the last frame, itself included; {@link Long#MAX_VALUE} for the video's last
 */
public record FrameRange(long first, long last) {
  /** Half of the largest int, so that frames can be counted in ints from there on. */
  private static final long LATEST = Integer.MAX_VALUE / 2;

  /** Checks that it holds a frame. */
  public FrameRange {
    if (first < 0) {
      throw new EngramException("start is " + first + ". Frames count from 0.");
    }
    if (first > LATEST) {
      throw new EngramException("start is " + first + ". No video has that many frames.");
    }
    if (last < first) {
      throw new EngramException(
          "end is " + last + ", before start (" + first + "). Give the last frame you want.");
    }
  }

  /** The whole video. */
  public static FrameRange all() {
    return new FrameRange(0, Long.MAX_VALUE);
  }

  boolean contains(long frame) {
    return first <= frame && frame <= last;
  }

  /** How many of a video's frames it holds; -1 if the video's own count is unknown (-1). */
  long countOf(long frames) {
    if (frames < 0) {
      return last == Long.MAX_VALUE ? -1 : last - first + 1;
    }
    return Math.max(0, Math.min(frames - 1, last) - first + 1);
  }

  @Override
  public String toString() {
    return last == Long.MAX_VALUE ? "from " + first + " on" : first + " to " + last;
  }
}
