package dev.engram.eval.report;

import dev.engram.eval.Comparison;
import dev.engram.eval.ObjectScore;
import dev.engram.eval.page.Chart;
import dev.engram.eval.page.Curve;
import dev.engram.eval.page.Curve.Point;
import dev.engram.eval.page.Curve.Weight;
import dev.engram.eval.page.Numbers;
import dev.engram.eval.page.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two runs side by side as one HTML file that needs nothing beside it. */
public final class CompareReport {
  private static final int MOST_CHARTS = 24;

  private final Comparison comparison;
  private final Page page;

  private CompareReport(Comparison comparison, String title) {
    this.comparison = comparison;
    this.page = new Page(title);
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @param details how it came about
   * @throws dev.engram.common.EngramException if it cannot be written; names the file
   */
  public static void write(
      Path target, Comparison comparison, String title, Map<String, String> details) {
    CompareReport report = new CompareReport(comparison, title);
    report.render();
    ScoreReport.details(report.page, details);
    report.page.write(target);
  }

  private void render() {
    int better = (int) comparison.pairs().stream().filter(pair -> pair.gain() > 0).count();
    int worse = (int) comparison.pairs().stream().filter(pair -> pair.gain() < 0).count();
    page.add("<section class=\"tiles\">");
    page.tile("J&F of A", Numbers.percent(comparison.before()), "");
    page.tile("J&F of B", Numbers.percent(comparison.after()), "");
    page.tile("gain", Numbers.gain(comparison.gain()), "B less A");
    page.tile("better", Integer.toString(better), "objects of " + comparison.pairs().size());
    page.tile("worse", Integer.toString(worse), "");
    page.add("</section>\n<h2>J&amp;F, what got worse first</h2>");
    table();
    boolean all = comparison.pairs().size() <= MOST_CHARTS;
    page.add("<h2>J over time, " + (all ? "" : "the " + MOST_CHARTS + " that changed most, "));
    page.add("what changed most first</h2><section class=\"charts\">");
    comparison.pairs().stream()
        .sorted((a, b) -> Double.compare(Math.abs(b.gain()), Math.abs(a.gain())))
        .limit(MOST_CHARTS)
        .forEach(pair -> page.add(chart(pair).html()));
    page.add("</section>\n");
    alone("A", comparison.onlyBefore());
    alone("B", comparison.onlyAfter());
  }

  private void table() {
    page.add("<table><thead><tr><th>video</th><th>object</th><th>A</th><th>B</th><th>gain</th>");
    page.add("</tr></thead><tbody>");
    for (Comparison.Pair pair : comparison.pairs()) {
      page.add("<tr><th>").text(pair.video()).add("</th><td>" + pair.before().object() + "</td>");
      page.add("<td>" + Numbers.percent(pair.before().mean()) + "</td>");
      page.add("<td>" + Numbers.percent(pair.after().mean()) + "</td>");
      page.add("<td>" + Numbers.gain(pair.gain()) + "</td></tr>");
    }
    page.add("</tbody></table>\n");
  }

  private static Chart chart(Comparison.Pair pair) {
    int longest = Math.max(pair.before().region().size(), pair.after().region().size());
    return new Chart(
        pair.video() + ", object " + pair.before().object(),
        "J&F " + Numbers.gain(pair.gain()),
        false,
        List.of(
            curve("A", "c0", Weight.PLAIN, pair.before()),
            curve("B", "c1", Weight.BOLD, pair.after())),
        "scored frame",
        List.of(),
        longest);
  }

  private static Curve curve(String name, String colour, Weight weight, ObjectScore score) {
    List<Point> points = new ArrayList<>();
    for (double region : score.region()) {
      points.add(Point.of(points.size() + 1.0, region));
    }
    return new Curve(name, colour, weight, points);
  }

  private void alone(String run, List<String> names) {
    if (!names.isEmpty()) {
      page.add("<p>only in " + run + ": ").text(String.join(", ", names)).add("</p>");
    }
  }
}
