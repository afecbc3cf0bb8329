package dev.engram.eval;

import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The scores of the same videos in several runs, with memory frames at evenly spaced offsets: what
 * is told of long videos, where a single run is a matter of chance (XMem, section 4.1).
 *
 * @param runs at least one
 */
public record Repeats(List<Scores> runs) {
  /** Copies the list. */
  public Repeats {
    runs = List.copyOf(runs);
  }

  /**
   * Over the runs.
   *
   * @param deviation the standard deviation of the runs themselves, not an estimate for others
   */
  public record Spread(double mean, double deviation) {
    /** Of one number or more; the deviation is that of the numbers themselves. */
    public static Spread of(double[] values) {
      double mean = 0;
      for (double value : values) {
        mean += value / values.length;
      }
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean) / values.length;
      }
      return new Spread(mean, Math.sqrt(squares));
    }
  }

  /**
   * The options of each run.
   *
   * @param count how many runs
   * @throws EngramException if there are fewer offsets than runs
   */
  public static List<SegmenterOptions> options(SegmenterOptions options, int count) {
    if (count < 1 || count > options.memEvery()) {
      throw new EngramException(
          String.format(
              "--repeat %d: memory frames come every %d frames, so that there are %d offsets. Give"
                  + " 1 to %d, or a larger --mem-every.",
              count, options.memEvery(), options.memEvery(), options.memEvery()));
    }
    List<SegmenterOptions> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(options.withMemOffset(i * options.memEvery() / count));
    }
    return all;
  }

  /** A number that all runs have. */
  public Spread spread(ToDoubleFunction<Scores> number) {
    return Spread.of(runs.stream().mapToDouble(number).toArray());
  }

  /** A number of one object, by the places of video and object. */
  public Spread spread(int video, int object, ToDoubleFunction<ObjectScore> number) {
    return spread(scores -> number.applyAsDouble(scores.videos().get(video).objects().get(object)));
  }

  /**
   * The mean over the runs at every frame.
   *
   * @throws EngramException if a run lacks a video that another has
   */
  public Scores mean() {
    Scores first = runs.get(0);
    requireSameVideos(first);
    List<VideoScore> videos = new ArrayList<>();
    for (int v = 0; v < first.videos().size(); v++) {
      List<ObjectScore> objects = new ArrayList<>();
      for (int o = 0; o < first.videos().get(v).objects().size(); o++) {
        ObjectScore object = first.videos().get(v).objects().get(o);
        objects.add(
            new ObjectScore(
                object.object(),
                object.frames(),
                mean(v, o, ObjectScore::region),
                mean(v, o, ObjectScore::contour)));
      }
      videos.add(new VideoScore(first.videos().get(v).name(), objects));
    }
    return new Scores(videos, first.problems());
  }

  private void requireSameVideos(Scores first) {
    List<String> names = first.videos().stream().map(VideoScore::name).toList();
    for (Scores run : runs) {
      if (!run.videos().stream().map(VideoScore::name).toList().equals(names)) {
        Stream<String> problems = runs.stream().flatMap(any -> any.problems().stream());
        throw new EngramException(
            problems.distinct().collect(Collectors.joining(" "))
                + " Repeated runs need all videos scored.");
      }
    }
  }

  private List<Double> mean(int video, int object, Function<ObjectScore, List<Double>> values) {
    List<List<Double>> all =
        runs.stream()
            .map(run -> values.apply(run.videos().get(video).objects().get(object)))
            .toList();
    List<Double> mean = new ArrayList<>();
    for (int i = 0; i < all.get(0).size(); i++) {
      double sum = 0;
      for (List<Double> run : all) {
        sum += run.get(i);
      }
      mean.add(sum / all.size());
    }
    return mean;
  }
}
