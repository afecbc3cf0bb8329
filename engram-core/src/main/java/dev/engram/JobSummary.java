package dev.engram;

import java.util.List;

/**
 * What a {@link SegmentationJob} did.
 *
 * @param frames how many it wrote
 * @param seconds from the first frame's decoding to the last result
 * @param objects labels, in the order of the planes of saved probabilities
 * @param width pixels a row of frames and masks
 * @param height rows of frames and masks
 */
public record JobSummary(
    long frames, double seconds, List<Integer> objects, int width, int height) {
  /** Frames a second. */
  public double framesPerSecond() {
    return seconds > 0 ? frames / seconds : 0;
  }
}
