package dev.engram.eval.report;

import dev.engram.common.EngramException;
import dev.engram.eval.ObjectScore;
import dev.engram.eval.Scores;
import dev.engram.eval.Statistics;
import dev.engram.eval.VideoScore;
import dev.engram.eval.page.Chart;
import dev.engram.eval.page.Curve;
import dev.engram.eval.page.Curve.Point;
import dev.engram.eval.page.Curve.Weight;
import dev.engram.eval.page.Html;
import dev.engram.eval.page.Numbers;
import dev.engram.eval.page.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scores as one HTML file that needs nothing beside it: tables by video and object, J and F over
 * time, and the worst frames as pictures.
 */
public final class ScoreReport {
  private static final int COLOURS = 8;
  private static final int WORST = 6;

  private final Scores scores;
  private final Facts facts;
  private final Page page;

  /**
   * What is told beside the scores.
   *
   * @param title of the page
   * @param tiles name, value and note of further numbers, such as frames a second
   * @param details how the results came about: command, model, machine
   */
  public record Facts(String title, List<Tile> tiles, Map<String, String> details) {}

  /** A number with its name and a note. */
  public record Tile(String name, String value, String note) {}

  private ScoreReport(Scores scores, Facts facts) {
    this.scores = scores;
    this.facts = facts;
    this.page = new Page(facts.title());
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @param pictures draws the worst frames
   * @throws EngramException if it cannot be written; names the file
   */
  public static void write(Path target, Scores scores, Facts facts, FramePictures pictures) {
    new ScoreReport(scores, facts).render(pictures).write(target);
  }

  private Page render(FramePictures pictures) {
    tiles();
    page.add("<h2>Scores</h2>");
    table();
    page.add("<h2>Over time</h2><section class=\"charts\">");
    for (VideoScore video : scores.videos()) {
      page.add(chart(video).html());
    }
    page.add("</section>\n<h2>Worst frames</h2>");
    for (WorstFrame frame : worst()) {
      pictures
          .draw(frame.video(), frame.name())
          .ifPresent(jpeg -> page.strip(frame.caption(), frame.caption(), jpeg));
    }
    problems();
    details(page, facts.details());
    return page;
  }

  private void tiles() {
    page.add("<section class=\"tiles\">");
    page.tile("J&F", Numbers.percent(scores.mean()), scores.objects().size() + " objects");
    page.tile("J", Numbers.percent(scores.region().mean()), "region similarity");
    page.tile("F", Numbers.percent(scores.contour().mean()), "contour accuracy");
    facts.tiles().forEach(tile -> page.tile(tile.name(), tile.value(), tile.note()));
    page.add("</section>\n");
  }

  private void table() {
    page.add("<table><thead><tr><th>video</th><th>object</th><th>J&amp;F</th><th>J</th>");
    page.add("<th>recall</th><th>decay</th><th>F</th><th>recall</th><th>decay</th></tr>");
    page.add("</thead><tbody>");
    row("mean", "", scores.region(), scores.contour(), "mean");
    for (VideoScore video : scores.videos()) {
      for (ObjectScore object : video.objects()) {
        row(
            video.name(),
            Integer.toString(object.object()),
            object.regionStatistics(),
            object.contourStatistics(),
            "");
      }
    }
    page.add("</tbody></table>\n");
  }

  private void row(String video, String object, Statistics j, Statistics f, String style) {
    page.add("<tr class=\"" + style + "\"><th>").text(video).add("</th><td>" + object + "</td>");
    for (double value :
        new double[] {
          (j.mean() + f.mean()) / 2,
          j.mean(),
          j.recall(),
          j.decay(),
          f.mean(),
          f.recall(),
          f.decay()
        }) {
      page.add("<td>" + Numbers.percent(value) + "</td>");
    }
    page.add("</tr>");
  }

  private static Chart chart(VideoScore video) {
    List<Curve> curves = new ArrayList<>();
    int longest = 1;
    boolean single = video.objects().size() == 1;
    for (ObjectScore object : video.objects()) {
      String colour = "c" + curves.size() % COLOURS;
      curves.add(
          curve(single ? "J" : "J of " + object.object(), colour, Weight.BOLD, object.region()));
      if (single) {
        curves.add(curve("F", "c1", Weight.PLAIN, object.contour()));
      }
      longest = Math.max(longest, object.region().size());
    }
    return new Chart(
        video.name(),
        single ? "J and F" : "J by object",
        false,
        curves,
        "scored frame",
        List.of(),
        longest);
  }

  private static Curve curve(String name, String colour, Weight weight, List<Double> values) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      points.add(Point.of(i + 1.0, values.get(i)));
    }
    return new Curve(name, colour, weight, points);
  }

  /** A frame with its mean J over the video's objects. */
  private record WorstFrame(String video, String name, double region) {
    String caption() {
      return String.format(
          Locale.ROOT, "%s, frame %s: J %.1f; truth left, result right", video, name, 100 * region);
    }
  }

  /** The worst frame of each of the videos that have the worst. */
  private List<WorstFrame> worst() {
    List<WorstFrame> worst = new ArrayList<>();
    for (VideoScore video : scores.videos()) {
      Map<String, List<Double>> byFrame = new TreeMap<>();
      for (ObjectScore object : video.objects()) {
        for (int i = 0; i < object.frames().size(); i++) {
          byFrame
              .computeIfAbsent(object.frames().get(i), unused -> new ArrayList<>())
              .add(object.region().get(i));
        }
      }
      byFrame.entrySet().stream()
          .map(e -> new WorstFrame(video.name(), e.getKey(), mean(e.getValue())))
          .min(Comparator.comparingDouble(WorstFrame::region))
          .ifPresent(worst::add);
    }
    worst.sort(Comparator.comparingDouble(WorstFrame::region));
    return worst.subList(0, Math.min(WORST, worst.size()));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private void problems() {
    if (!scores.problems().isEmpty()) {
      page.add("<h2>Not scored</h2><ul>");
      scores.problems().forEach(problem -> page.add("<li>").text(problem).add("</li>"));
      page.add("</ul>");
    }
  }

  /** How results came about, as a table. */
  static void details(Page page, Map<String, String> details) {
    page.add("<h2>How</h2><table><tbody>");
    details.forEach(
        (name, value) ->
            page.add("<tr><th>" + Html.escape(name) + "</th><td style=\"text-align:left\">")
                .text(value)
                .add("</td></tr>"));
    page.add("</tbody></table>\n");
  }
}
