package dev.engram.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two runs' scores of the same objects.
 *
 * @param pairs by gain, the largest loss first
 * @param onlyBefore video and label of objects that the second run lacks
 * @param onlyAfter of those that the first run lacks
 */
public record Comparison(List<Pair> pairs, List<String> onlyBefore, List<String> onlyAfter) {
  /** Copies the lists. */
  public Comparison {
    pairs = List.copyOf(pairs);
    onlyBefore = List.copyOf(onlyBefore);
    onlyAfter = List.copyOf(onlyAfter);
  }

  /** An object that both runs have. */
  public record Pair(String video, ObjectScore before, ObjectScore after) {
    /** What the second run has more, in J&amp;F. */
    public double gain() {
      return after.mean() - before.mean();
    }
  }

  /** Matches objects by video and label. */
  public static Comparison of(Scores before, Scores after) {
    Map<String, ObjectScore> first = byName(before);
    Map<String, ObjectScore> second = byName(after);
    List<Pair> pairs = new ArrayList<>();
    for (VideoScore video : before.videos()) {
      for (ObjectScore object : video.objects()) {
        ObjectScore other = second.get(name(video, object));
        if (other != null) {
          pairs.add(new Pair(video.name(), object, other));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::gain));
    return new Comparison(pairs, without(first, second), without(second, first));
  }

  private static Map<String, ObjectScore> byName(Scores scores) {
    Map<String, ObjectScore> objects = new TreeMap<>();
    for (VideoScore video : scores.videos()) {
      for (ObjectScore object : video.objects()) {
        objects.put(name(video, object), object);
      }
    }
    return objects;
  }

  private static String name(VideoScore video, ObjectScore object) {
    return video.name() + " " + object.object();
  }

  private static List<String> without(
      Map<String, ObjectScore> own, Map<String, ObjectScore> other) {
    return own.keySet().stream().filter(name -> !other.containsKey(name)).toList();
  }

  /** Mean J&amp;F of the first run over the objects that both have; NaN if there is none. */
  public double before() {
    return pairs.stream().mapToDouble(p -> p.before().mean()).average().orElse(Double.NaN);
  }

  /** As {@link #before}, of the second run. */
  public double after() {
    return pairs.stream().mapToDouble(p -> p.after().mean()).average().orElse(Double.NaN);
  }

  /** What the second run has more in the mean. */
  public double gain() {
    return after() - before();
  }
}
