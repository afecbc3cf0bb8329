package dev.engram.video;

/**
 * Frames that follow one another in a video.
 *
 * @param first 0 or more
 * @param last included, {@code first} or more
 */
public record FrameSpan(long first, long last) {
  /**
   * @throws IllegalArgumentException if it is empty or begins before frame 0
   */
  public FrameSpan {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("frames " + first + " to " + last + " are none");
    }
  }
}
