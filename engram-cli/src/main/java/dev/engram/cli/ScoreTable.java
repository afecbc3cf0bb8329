package dev.engram.cli;

import dev.engram.eval.ObjectScore;
import dev.engram.eval.Scores;
import dev.engram.eval.Statistics;
import dev.engram.eval.VideoScore;
import java.io.PrintWriter;
import java.util.Locale;

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

  private void line(String video, String object, Statistics j, Statistics f) {
    out.printf(
        layout,
        video,
        object,
        percent((j.mean() + f.mean()) / 2),
        percent(j.mean()),
        percent(j.recall()),
        percent(j.decay()),
        percent(f.mean()),
        percent(f.recall()),
        percent(f.decay()));
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f", 100 * part);
  }
}
