package dev.engram.eval;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The scores of a set of results.
 *
 * @param videos those that could be scored, in natural order
 * @param problems a line for each video that could not
 */
public record Scores(List<VideoScore> videos, List<String> problems) {
  /** Copies the lists. */
  public Scores {
    videos = List.copyOf(videos);
    problems = List.copyOf(problems);
  }

  /** J over all objects, each of which counts the same, as in the DAVIS evaluation. */
  public Statistics region() {
    return mean(ObjectScore::regionStatistics);
  }

  /** F over all objects. */
  public Statistics contour() {
    return mean(ObjectScore::contourStatistics);
  }

  /** J&amp;F, the mean of both means. */
  public double mean() {
    return (region().mean() + contour().mean()) / 2;
  }

  /** All objects of all videos. */
  public List<ObjectScore> objects() {
    return videos.stream().flatMap(video -> video.objects().stream()).toList();
  }

  private Statistics mean(Function<ObjectScore, Statistics> of) {
    List<Statistics> all = objects().stream().map(of).toList();
    return new Statistics(
        mean(all, Statistics::mean), mean(all, Statistics::recall), mean(all, Statistics::decay));
  }

  private static double mean(List<Statistics> all, ToDoubleFunction<Statistics> part) {
    return all.stream().mapToDouble(part).average().orElse(Double.NaN);
  }
}
