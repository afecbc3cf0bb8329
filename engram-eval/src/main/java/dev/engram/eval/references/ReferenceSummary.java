package dev.engram.eval.references;

import dev.engram.eval.Repeats.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A method with a number of references, over all objects of all videos. Deviations are over the
 * repeats, 0 where there is one.
 *
 * @param count how many references
 * @param region J over the frames that are no references
 * @param contour F over the frames that are no references
 * @param regionOfAll J over all frames
 * @param contourOfAll F over all frames
 * @param secondsPerFrame mean over videos and repeats
 * @param permanentElements the most of a video
 * @param exact whether every reference came back bit for bit
 */
public record ReferenceSummary(
    String method,
    int count,
    Spread region,
    Spread contour,
    double regionOfAll,
    double contourOfAll,
    double secondsPerFrame,
    long permanentElements,
    boolean exact) {

  private record Row(String method, int count) {}

  /** By number of references; methods in the order in which they come. */
  public static List<ReferenceSummary> of(List<ReferenceResult> results) {
    Map<Row, List<ReferenceResult>> rows = new LinkedHashMap<>();
    for (ReferenceResult result : results) {
      Row row = new Row(result.method(), result.references().size());
      rows.computeIfAbsent(row, unused -> new ArrayList<>()).add(result);
    }
    return rows.entrySet().stream()
        .map(entry -> summary(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(ReferenceSummary::count))
        .toList();
  }

  private static ReferenceSummary summary(Row row, List<ReferenceResult> results) {
    return new ReferenceSummary(
        row.method,
        row.count,
        spread(results, ReferenceResult::region),
        spread(results, ReferenceResult::contour),
        spread(results, ReferenceResult::regionOfAll).mean(),
        spread(results, ReferenceResult::contourOfAll).mean(),
        results.stream().mapToDouble(ReferenceResult::secondsPerFrame).average().orElseThrow(),
        results.stream().mapToLong(ReferenceResult::permanentElements).max().orElseThrow(),
        results.stream().allMatch(ReferenceResult::exact));
  }

  /** Of each repeat the mean over objects, as a video with two counts twice. */
  private static Spread spread(
      List<ReferenceResult> results, ToDoubleFunction<ReferenceResult> value) {
    return Spread.of(
        results.stream()
            .mapToInt(ReferenceResult::repeat)
            .distinct()
            .mapToDouble(repeat -> mean(results, repeat, value))
            .toArray());
  }

  private static double mean(
      List<ReferenceResult> results, int repeat, ToDoubleFunction<ReferenceResult> value) {
    double sum = 0;
    int objects = 0;
    for (ReferenceResult result : results) {
      if (result.repeat() == repeat) {
        sum += value.applyAsDouble(result) * result.objects();
        objects += result.objects();
      }
    }
    return sum / objects;
  }
}
