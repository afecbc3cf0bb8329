package dev.engram.eval.report;

import dev.engram.eval.InteractiveScores;
import dev.engram.eval.InteractiveScores.Bend;
import dev.engram.eval.InteractiveVideo;
import dev.engram.eval.page.Chart;
import dev.engram.eval.page.Curve;
import dev.engram.eval.page.Curve.Point;
import dev.engram.eval.page.Curve.Weight;
import dev.engram.eval.page.Numbers;
import dev.engram.eval.page.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rounds of correction as one HTML file that needs nothing beside it. */
public final class InteractiveReport {
  private static final int COLOURS = 8;
  private static final int MOST_CURVES = 12;

  private final InteractiveScores scores;
  private final Page page;

  private InteractiveReport(InteractiveScores scores, String title) {
    this.scores = scores;
    this.page = new Page(title);
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @param seconds the time at which quality is told
   * @throws dev.engram.common.EngramException if it cannot be written; names the file
   */
  public static void write(
      Path target, InteractiveScores scores, double seconds, ScoreReport.Facts facts) {
    InteractiveReport report = new InteractiveReport(scores, facts.title());
    report.render(seconds, facts);
    report.page.write(target);
  }

  private void render(double seconds, ScoreReport.Facts facts) {
    List<Bend> curve = scores.curve();
    Bend last = curve.get(curve.size() - 1);
    page.add("<section class=\"tiles\">");
    page.tile("AUC", Numbers.percent(scores.areaUnderCurve()), "J&F over time");
    page.tile(
        String.format(Locale.ROOT, "J&F at %.0f s", seconds),
        Numbers.percent(scores.at(seconds)),
        "");
    page.tile("J&F at the end", Numbers.percent(last.quality()), scores.rounds() + " rounds");
    page.tile(
        "time",
        String.format(Locale.ROOT, "%.0f s", last.seconds()),
        String.format(Locale.ROOT, "a video, of %.0f s", scores.availableSeconds()));
    facts.tiles().forEach(tile -> page.tile(tile.name(), tile.value(), tile.note()));
    page.add("</section>\n<section class=\"charts\">");
    page.add(overTime(curve).html()).add(byRound().html());
    page.add("</section>\n<h2>J&amp;F after each round</h2>");
    table(curve);
    ScoreReport.details(page, facts.details());
  }

  private Chart overTime(List<Bend> curve) {
    List<Point> points =
        curve.stream().map(bend -> Point.of(bend.seconds(), bend.quality())).toList();
    double end = curve.get(curve.size() - 1).seconds();
    return new Chart(
        "J&F over time",
        "mean over objects",
        false,
        List.of(new Curve("J&F", "c0", Weight.BOLD, points)),
        "second",
        List.of(),
        (long) Math.ceil(end));
  }

  private Chart byRound() {
    List<Curve> curves = new ArrayList<>();
    for (InteractiveVideo video : scores.videos()) {
      List<Point> points = new ArrayList<>();
      for (InteractiveVideo.Round round : video.rounds()) {
        points.add(Point.of(points.size() + 1.0, round.mean()));
      }
      curves.add(new Curve(video.name(), "c" + curves.size() % COLOURS, Weight.PLAIN, points));
    }
    boolean few = curves.size() <= MOST_CURVES;
    return new Chart(
        "J&F by round",
        few ? "each video" : "the first " + MOST_CURVES + " videos",
        false,
        few ? curves : curves.subList(0, MOST_CURVES),
        "round",
        List.of(),
        scores.rounds());
  }

  private void table(List<Bend> curve) {
    page.add("<table><thead><tr><th>video</th>");
    for (int round = 1; round <= scores.rounds(); round++) {
      page.add("<th>" + round + "</th>");
    }
    page.add("<th>frames given</th></tr></thead><tbody><tr class=\"mean\"><th>mean</th>");
    for (Bend bend : curve.subList(1, curve.size())) {
      page.add("<td>" + Numbers.percent(bend.quality()) + "</td>");
    }
    page.add("<td></td></tr>");
    for (InteractiveVideo video : scores.videos()) {
      page.add("<tr><th>").text(video.name()).add("</th>");
      for (int round = 0; round < scores.rounds(); round++) {
        boolean there = round < video.rounds().size();
        page.add(
            "<td>" + (there ? Numbers.percent(video.rounds().get(round).mean()) : "") + "</td>");
      }
      List<String> frames = video.rounds().stream().map(InteractiveVideo.Round::frame).toList();
      page.add("<td>").text(String.join(" ", frames)).add("</td></tr>");
    }
    page.add("</tbody></table>\n");
  }
}
