package dev.engram.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * Quality against time over all videos, as DAVIS interactive defines it: after each round the mean
 * J&amp;F over all objects, and the mean time over all videos. A video that ran out of time keeps
 * its last round's quality at no further cost.
 *
 * @param secondsPerRound that a round may take for each object
 */
public record InteractiveScores(List<InteractiveVideo> videos, int rounds, double secondsPerRound) {
  /** Copies the list. */
  public InteractiveScores {
    videos = List.copyOf(videos);
  }

  /**
   * Where the curve of quality bends.
   *
   * @param seconds mean over videos of the time until then
   * @param quality mean J&amp;F over objects
   */
  public record Bend(double seconds, double quality) {}

  /** The start, at no time and no quality, and the end of each round. */
  public List<Bend> curve() {
    List<Bend> curve = new ArrayList<>();
    curve.add(new Bend(0, 0));
    for (int number = 0; number < rounds; number++) {
      double seconds = 0;
      double quality = 0;
      for (InteractiveVideo video : videos) {
        InteractiveVideo.Round round = video.round(number);
        seconds += round.seconds() / videos.size();
        quality += round.both().stream().mapToDouble(Double::doubleValue).sum();
      }
      curve.add(new Bend(seconds, quality / objects()));
    }
    return curve;
  }

  private int objects() {
    return videos.stream().mapToInt(video -> video.round(0).region().size()).sum();
  }

  /** The time that all rounds may take, mean over videos. */
  public double availableSeconds() {
    return rounds * secondsPerRound * objects() / videos.size();
  }

  /**
   * Quality at a time: on the line between two rounds' ends, and after the last as at its end.
   *
   * @param seconds 0 or more
   */
  public double at(double seconds) {
    List<Bend> curve = curve();
    for (int i = 1; i < curve.size(); i++) {
      Bend from = curve.get(i - 1);
      Bend to = curve.get(i);
      if (seconds < to.seconds()) {
        double part = (seconds - from.seconds()) / (to.seconds() - from.seconds());
        return from.quality() + part * (to.quality() - from.quality());
      }
    }
    return curve.get(curve.size() - 1).quality();
  }

  /** The area under the curve up to {@link #availableSeconds}, divided by these. */
  public double areaUnderCurve() {
    double end = availableSeconds();
    double area = 0;
    Bend from = new Bend(0, 0);
    for (Bend bend : curve()) {
      Bend to = bend.seconds() > end ? new Bend(end, at(end)) : bend;
      area += (to.seconds() - from.seconds()) * (from.quality() + to.quality()) / 2;
      from = to;
    }
    return (area + Math.max(0, end - from.seconds()) * from.quality()) / end;
  }
}
