package dev.engram.cli;

import dev.engram.eval.ClassScores;
import dev.engram.eval.ObjectScore;
import dev.engram.eval.Repeats;
import dev.engram.eval.Scores;
import dev.engram.eval.Statistics;
import dev.engram.eval.VideoScore;
import dev.engram.eval.page.Numbers;
import java.io.PrintWriter;

/** Scores as lines of a terminal, in per cent. */
final class ScoreTable {
  private final PrintWriter out;
  private final String layout;

  private ScoreTable(PrintWriter out, int widest) {
    this.out = out;
    layout = "%-" + Math.max(5, widest) + "s  %6s  %5s  %5s %6s %6s  %5s %6s %6s%n";
  }

  static void print(PrintWriter out, Scores scores) {
    if (scores.videos().isEmpty()) {
      return;
    }
    int widest = scores.videos().stream().mapToInt(video -> video.name().length()).max().orElse(0);
    ScoreTable table = new ScoreTable(out, widest);
    out.printf(
        table.layout, "video", "object", "J&F", "J", "recall", "decay", "F", "recall", "decay");
    for (VideoScore video : scores.videos()) {
      for (ObjectScore object : video.objects()) {
        table.line(
            video.name(),
            Integer.toString(object.object()),
            object.regionStatistics(),
            object.contourStatistics());
      }
    }
    table.line("mean", "", scores.region(), scores.contour());
    out.flush();
  }

  /** A line for seen classes, one for unseen ones, and G. */
  static void print(PrintWriter out, ClassScores classes) {
    out.println();
    out.printf("%-7s  %7s  %5s  %5s%n", "classes", "objects", "J", "F");
    group(out, "seen", classes.seen());
    group(out, "unseen", classes.unseen());
    if (!Double.isNaN(classes.overall())) {
      out.println("G " + Numbers.percent(classes.overall()));
    }
    out.flush();
  }

  private static void group(PrintWriter out, String name, ClassScores.Group group) {
    boolean none = group.objects() == 0;
    out.printf(
        "%-7s  %7d  %5s  %5s%n",
        name,
        group.objects(),
        none ? "-" : Numbers.percent(group.region()),
        none ? "-" : Numbers.percent(group.contour()));
  }

  /** A line an object with mean and standard deviation over the runs. */
  static void print(PrintWriter out, Repeats repeats) {
    Scores first = repeats.runs().get(0);
    int widest = first.videos().stream().mapToInt(video -> video.name().length()).max().orElse(0);
    String layout = "%-" + Math.max(5, widest) + "s  %6s  %11s  %11s  %11s%n";
    out.printf(layout, "video", "object", "J&F", "J", "F");
    for (int v = 0; v < first.videos().size(); v++) {
      VideoScore video = first.videos().get(v);
      for (int o = 0; o < video.objects().size(); o++) {
        out.printf(
            layout,
            video.name(),
            video.objects().get(o).object(),
            spread(repeats.spread(v, o, ObjectScore::mean)),
            spread(repeats.spread(v, o, object -> object.regionStatistics().mean())),
            spread(repeats.spread(v, o, object -> object.contourStatistics().mean())));
      }
    }
    out.printf(
        layout,
        "mean",
        "",
        spread(repeats.spread(Scores::mean)),
        spread(repeats.spread(scores -> scores.region().mean())),
        spread(repeats.spread(scores -> scores.contour().mean())));
    out.println();
    out.flush();
  }

  static String spread(Repeats.Spread spread) {
    return Numbers.percent(spread.mean()) + " ± " + Numbers.percent(spread.deviation());
  }

  private void line(String video, String object, Statistics j, Statistics f) {
    out.printf(
        layout,
        video,
        object,
        Numbers.percent((j.mean() + f.mean()) / 2),
        Numbers.percent(j.mean()),
        Numbers.percent(j.recall()),
        Numbers.percent(j.decay()),
        Numbers.percent(f.mean()),
        Numbers.percent(f.recall()),
        Numbers.percent(f.decay()));
  }
}
