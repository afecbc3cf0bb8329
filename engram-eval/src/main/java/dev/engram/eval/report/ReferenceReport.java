package dev.engram.eval.report;

import dev.engram.common.EngramException;
import dev.engram.eval.page.Chart;
import dev.engram.eval.page.Curve;
import dev.engram.eval.page.Curve.Point;
import dev.engram.eval.page.Curve.Weight;
import dev.engram.eval.page.Numbers;
import dev.engram.eval.page.Page;
import dev.engram.eval.references.FrameQuality;
import dev.engram.eval.references.ReferenceResult;
import dev.engram.eval.references.ReferenceSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** J and F with more and more references as one HTML file that needs nothing beside it. */
public final class ReferenceReport {
  private static final int MOST_CHARTS = 24;

  private final List<ReferenceResult> results;
  private final List<ReferenceSummary> rows;
  private final List<String> methods;
  private final Page page;

  private ReferenceReport(List<ReferenceResult> results, String title) {
    this.results = results;
    this.rows = ReferenceSummary.of(results);
    this.methods = results.stream().map(ReferenceResult::method).distinct().toList();
    this.page = new Page(title);
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @throws EngramException if it cannot be written; names the file
   */
  public static void write(Path target, List<ReferenceResult> results, ScoreReport.Facts facts) {
    ReferenceReport report = new ReferenceReport(results, facts.title());
    report.render(facts);
    report.page.write(target);
  }

  private void render(ScoreReport.Facts facts) {
    page.add("<section class=\"charts\">");
    page.add(byCount("J", row -> row.region().mean()).html());
    page.add(byCount("F", row -> row.contour().mean()).html());
    page.add("</section>\n<h2>J and F</h2>");
    table();
    page.add("<h2>J over time</h2><section class=\"charts\">");
    results.stream()
        .filter(result -> result.method().equals(methods.get(0)))
        .limit(MOST_CHARTS)
        .forEach(result -> page.add(overTime(result).html()));
    page.add("</section>\n");
    ScoreReport.details(page, facts.details());
  }

  private String colour(String method) {
    return "c" + methods.indexOf(method);
  }

  private Chart byCount(String measure, ToDoubleFunction<ReferenceSummary> value) {
    List<Curve> curves = new ArrayList<>();
    for (String method : methods) {
      List<Point> points =
          rows.stream()
              .filter(row -> row.method().equals(method))
              .map(row -> Point.of(row.count(), 100 * value.applyAsDouble(row)))
              .toList();
      curves.add(new Curve(method, colour(method), Weight.BOLD, points));
    }
    return new Chart(
        measure,
        "over the number of references, frames that are none",
        false,
        curves,
        "references",
        List.of(),
        rows.get(rows.size() - 1).count());
  }

  /** All methods on the video of a result with as many references as it has. */
  private Chart overTime(ReferenceResult first) {
    int count = first.references().size();
    List<Curve> curves = new ArrayList<>();
    boolean shared = true;
    for (ReferenceResult result : results) {
      if (result.video().equals(first.video())
          && result.references().size() == count
          && result.repeat() == 0) {
        shared &= result.references().equals(first.references());
        List<Point> points = result.frames().stream().map(ReferenceReport::point).toList();
        curves.add(new Curve(result.method(), colour(result.method()), Weight.PLAIN, points));
      }
    }
    List<FrameQuality> frames = first.frames();
    return new Chart(
        first.video() + ", " + count + (count == 1 ? " reference" : " references"),
        shared
            ? "dotted: references"
            : "dotted: references of " + first.method() + "; of repeats the first",
        false,
        curves,
        "frame",
        first.references(),
        frames.get(frames.size() - 1).frame());
  }

  private static Point point(FrameQuality frame) {
    return Point.of((double) frame.frame(), 100 * frame.region());
  }

  private void table() {
    page.add("<table><thead><tr><th>method</th>");
    for (String name :
        List.of(
            "references",
            "J",
            "F",
            "J, all frames",
            "F, all frames",
            "s a frame",
            "permanent elements",
            "references exact")) {
      page.add("<th>" + name + "</th>");
    }
    page.add("</tr></thead><tbody>");
    for (ReferenceSummary row : rows) {
      page.add("<tr><th>").text(row.method()).add("</th><td>" + row.count() + "</td>");
      page.add("<td>" + spread(row.region().mean(), row.region().deviation()) + "</td>");
      page.add("<td>" + spread(row.contour().mean(), row.contour().deviation()) + "</td>");
      page.add("<td>" + Numbers.percent(row.regionOfAll()) + "</td>");
      page.add("<td>" + Numbers.percent(row.contourOfAll()) + "</td>");
      page.add(String.format(Locale.ROOT, "<td>%.3f</td>", row.secondsPerFrame()));
      page.add("<td>" + Numbers.whole(row.permanentElements()) + "</td>");
      page.add("<td>" + (row.exact() ? "yes" : "no") + "</td></tr>");
    }
    page.add("</tbody></table>\n");
  }

  private static String spread(double mean, double deviation) {
    return Numbers.percent(mean) + (deviation > 0 ? " ± " + Numbers.percent(deviation) : "");
  }
}
