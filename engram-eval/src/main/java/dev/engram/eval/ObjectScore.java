package dev.engram.eval;

import java.util.List;

/**
 * How well one object of a video was found.
 *
 * @param object its label in the truth; 1 where all objects are merged
 * @param frames names of the scored frames, in order
 * @param region J of each
 * @param contour F of each
 */
public record ObjectScore(
    int object, List<String> frames, List<Double> region, List<Double> contour) {
  /** Copies the lists. */
  public ObjectScore {
    frames = List.copyOf(frames);
    region = List.copyOf(region);
    contour = List.copyOf(contour);
  }

  /** J over time. */
  public Statistics regionStatistics() {
    return Statistics.of(region);
  }

  /** F over time. */
  public Statistics contourStatistics() {
    return Statistics.of(contour);
  }

  /** The mean of both means. */
  public double mean() {
    return (regionStatistics().mean() + contourStatistics().mean()) / 2;
  }
}
