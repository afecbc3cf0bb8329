package dev.engram.bench;

import dev.engram.eval.page.Chart;
import dev.engram.eval.page.Curve;
import dev.engram.eval.page.Curve.Point;
import dev.engram.eval.page.Curve.Weight;
import dev.engram.eval.page.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as a page that needs no other file. */
final class BenchPage {
  private static final String[] COLOURS = {"c0", "c1", "c2", "c3"};
  private static final int POINTS = 200;
  private static final String LEFT_HEAD = "<th style=\"text-align:left\">";
  private static final String LEFT = "<td style=\"text-align:left\">";

  private final List<Row> rows = new ArrayList<>();
  private final List<Chart> charts = new ArrayList<>();
  private final List<StartUp> starts = new ArrayList<>();
  private final int threads;
  private final double roof32;
  private final double roof16;

  BenchPage(int threads, double roof32, double roof16) {
    this.threads = threads;
    this.roof32 = roof32;
    this.roof16 = roof16;
  }

  /**
   * One contestant of one race.
   *
   * @param seconds a frame, memory frames spread over the others; the median
   * @param gflops GFLOP a second of the network's convolutions; 0 if not counted
   */
  record Row(
      String model, int size, int objects, String name, int frames, double seconds, double gflops) {
    String line() {
      return String.format(
          Locale.ROOT,
          "%-9s %4dp %d object%s  %-17s %4d frames  %8.1f ms  %5.2f a second%s",
          model,
          size,
          objects,
          objects == 1 ? " " : "s",
          name,
          frames,
          seconds * 1e3,
          1 / seconds,
          gflops == 0 ? "" : String.format(Locale.ROOT, "  %5.0f GFLOP/s", gflops));
    }
  }

  /** Adds a race, and what it shows over time if it was long. */
  void add(List<Row> race, Race.Times times) {
    rows.addAll(race);
    Row first = race.get(0);
    if (first.size() != 480) {
      return;
    }
    List<Curve> curves = new ArrayList<>();
    int length = 0;
    for (Map.Entry<String, double[]> entry : times.seconds().entrySet()) {
      List<Point> points = new ArrayList<>();
      double[] seconds = entry.getValue();
      for (int i = 1; i < seconds.length; i++) {
        points.add(Point.of(i, seconds[i]));
      }
      length = Math.max(length, seconds.length);
      String colour = COLOURS[curves.size() % COLOURS.length];
      curves.add(new Curve(entry.getKey(), colour, Weight.PLAIN, points));
    }
    String what = first.objects() == 1 ? "one object" : first.objects() + " objects";
    charts.add(
        new Chart(
            first.model() + ", 480p, " + what,
            "seconds a frame",
            true,
            curves,
            "frame",
            List.of(),
            length));
  }

  void add(StartUp start) {
    starts.add(start);
  }

  void add(LongRun run) {
    charts.add(overTime("engram-s, 480p, one session", "seconds a frame", run.seconds()));
    charts.add(overTime("The same session", "MB resident", run.residentMegabytes()));
  }

  private static Chart overTime(String title, String note, double[] values) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      points.add(Point.of(i, values[i]));
    }
    Curve curve = new Curve("mean of neighbours", COLOURS[1], Weight.BOLD, points).averaged(POINTS);
    return new Chart(title, note, false, List.of(curve), "frame", List.of(), values.length);
  }

  static String summary(LongRun run) {
    int last = run.seconds().length - 1;
    double early = LongRun.mean(run.early()) * 1e3;
    double late = LongRun.mean(run.late()) * 1e3;
    return String.format(
        Locale.ROOT,
        "long run: %.0f MB around frame %d, %.0f MB at frame %d; in turns %.1f ms around frame %d,"
            + " %.1f ms from frame %d on (%+.1f %%)",
        LongRun.around(run.residentMegabytes(), LongRun.EARLY),
        LongRun.EARLY,
        LongRun.around(run.residentMegabytes(), last),
        last,
        early,
        LongRun.EARLY,
        late,
        last + 1,
        100 * (late / early - 1));
  }

  void write(Path file) {
    Page page = new Page("Engram side by side");
    page.add("<p>");
    page.text(
        String.format(
            Locale.ROOT,
            "%d threads. Medians, memory frames spread over the others; all of a race work on the"
                + " same frames in turn. A large convolution reaches %.0f GFLOP/s in fp32 and %.0f in"
                + " bf16 on this machine: the roof.",
            threads,
            roof32,
            roof16));
    page.add("</p>\n<table><thead><tr>").add(LEFT_HEAD).text("model");
    page.add("<th>size<th>objects").add(LEFT_HEAD).text("what");
    page.add("<th>ms a frame<th>frames a second<th>beside TorchScript<th>GFLOP/s");
    page.add("</tr></thead><tbody>\n");
    for (Row row : rows) {
      row(page, row);
    }
    page.add("</tbody></table>\n");
    for (StartUp start : starts) {
      page.add("<p>").text(start.toString()).add(".</p>\n");
    }
    charts.forEach(chart -> page.add(chart.html()));
    page.write(file);
  }

  private void row(Page page, Row row) {
    double beside =
        rows.stream()
            .filter(other -> other.name().startsWith("TorchScript"))
            .filter(other -> other.model().equals(row.model()))
            .filter(other -> other.size() == row.size() && other.objects() == row.objects())
            .mapToDouble(other -> other.seconds() / row.seconds())
            .findFirst()
            .orElse(0);
    page.add("<tr>").add(LEFT).text(row.model()).add("<td>").text(row.size() + "p").add("<td>");
    page.text(String.valueOf(row.objects())).add(LEFT).text(row.name()).add("<td>");
    page.text(String.format(Locale.ROOT, "%.1f", row.seconds() * 1e3)).add("<td>");
    page.text(String.format(Locale.ROOT, "%.2f", 1 / row.seconds())).add("<td>");
    page.text(String.format(Locale.ROOT, "%.2f x", beside)).add("<td>");
    page.text(row.gflops() == 0 ? "" : String.format(Locale.ROOT, "%.0f", row.gflops()));
    page.add("</tr>\n");
  }
}
