package dev.engram.eval;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What rounds of correction made of a video.
 *
 * @param name of its folder
 * @param rounds in their order, at least one
 */
public record InteractiveVideo(String name, List<Round> rounds) {
  /** Copies the list. */
  public InteractiveVideo {
    rounds = List.copyOf(rounds);
  }

  /**
   * A mask given, and all frames segmented anew.
   *
   * @param frame whose mask was given
   * @param seconds of work until its end, those of earlier rounds included
   * @param region mean J of each object over all frames
   * @param contour mean F of each object
   */
  public record Round(String frame, double seconds, List<Double> region, List<Double> contour) {
    /** Copies the lists. */
    public Round {
      region = List.copyOf(region);
      contour = List.copyOf(contour);
    }

    /** J&amp;F of each object. */
    List<Double> both() {
      return IntStream.range(0, region.size())
          .mapToObj(i -> (region.get(i) + contour.get(i)) / 2)
          .toList();
    }

    /** J&amp;F, each object counting the same. */
    public double mean() {
      return both().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
  }

  /** A round, or the last one where there are fewer. */
  Round round(int number) {
    return rounds.get(Math.min(number, rounds.size() - 1));
  }
}
