package dev.engram.train.report;

import dev.engram.eval.page.Chart;
import dev.engram.eval.page.Curve;
import dev.engram.eval.page.Curve.Point;
import dev.engram.eval.page.Curve.Weight;
import dev.engram.train.report.LogEntry.Parts;
import dev.engram.train.report.LogEntry.Progress;
import dev.engram.train.report.LogEntry.Score;
import dev.engram.train.report.LogEntry.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The charts of a run. */
final class RunCharts {
  private static final int POINTS = 400;
  private static final int COLOURS = 8;

  private final List<Progress> progress;
  private final List<Scores> validations;

  RunCharts(List<Progress> progress, List<Scores> validations) {
    this.progress = progress;
    this.validations = validations;
  }

  /** As figures of HTML, in the order in which they are looked at. */
  List<String> html() {
    List<Chart> charts = new ArrayList<>();
    charts.add(noisy("Loss", "dotted lines: a new phase begins", Progress::loss));
    if (!validations.isEmpty()) {
      charts.add(scores("Region similarity J", Score::region));
    }
    charts.add(noisy("Gradient norm", "before clipping", Progress::gradientNorm));
    if (!validations.isEmpty()) {
      charts.add(scores("Contour accuracy F", Score::contour));
    }
    charts.add(rate());
    charts.add(seconds());
    return charts.stream().map(Chart::html).toList();
  }

  private Chart chart(String title, String note, boolean logarithmic, List<Curve> curves) {
    List<Long> changes = new ArrayList<>();
    for (int i = 1; i < progress.size(); i++) {
      if (progress.get(i).phase() != progress.get(i - 1).phase()) {
        changes.add(progress.get(i).iteration());
      }
    }
    long last = progress.isEmpty() ? 1 : progress.get(progress.size() - 1).iteration();
    return new Chart(title, note, logarithmic, curves, "iteration", changes, last);
  }

  private Curve curve(String name, String colour, Weight weight, ToDoubleFunction<Progress> value) {
    List<Point> points =
        progress.stream()
            .map(p -> Point.of((double) p.iteration(), value.applyAsDouble(p)))
            .toList();
    return new Curve(name, colour, weight, points);
  }

  private Chart noisy(String title, String note, ToDoubleFunction<Progress> value) {
    Curve raw = curve("each ten iterations", "blue", Weight.FAINT, value);
    Curve smoothed = raw.smoothed("smoothed", Weight.BOLD);
    List<Curve> curves = List.of(raw.extremes(2 * POINTS), smoothed.averaged(POINTS));
    return chart(title, note, true, curves);
  }

  private Chart scores(String title, Function<Score, Double> part) {
    List<Curve> curves = new ArrayList<>();
    List<String> names =
        validations.stream().flatMap(v -> v.sequences().keySet().stream()).distinct().toList();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      List<Point> points =
          validations.stream()
              .filter(v -> v.sequences().containsKey(name))
              .map(v -> Point.of((double) v.iteration(), part.apply(of(v, name))))
              .toList();
      String colour = names.size() <= COLOURS ? "c" + i : "muted";
      curves.add(new Curve(name, colour, Weight.PLAIN, points));
    }
    List<Point> means =
        validations.stream()
            .map(v -> Point.of((double) v.iteration(), part.apply(v.mean())))
            .toList();
    curves.add(0, new Curve("mean", "ink", Weight.BOLD, means));
    return chart(title, "of the validation sequences", false, curves);
  }

  private static Score of(Scores validation, String name) {
    Score score = validation.sequences().get(name);
    return score == null ? validation.mean() : score;
  }

  private Chart rate() {
    Curve rate = curve("rate", "blue", Weight.BOLD, Progress::rate).averaged(POINTS);
    return chart("Learning rate", "without factors of single layers", false, List.of(rate));
  }

  private Chart seconds() {
    List<Curve> areas = new ArrayList<>();
    areas.add(area("data", "c3", parts -> 0, Parts::data));
    areas.add(area("forward", "c0", Parts::data, Parts::forward));
    areas.add(area("backward", "c1", p -> p.data() + p.forward(), Parts::backward));
    areas.add(area("optimiser", "c2", p -> p.total() - p.optimiser(), Parts::optimiser));
    return chart("Time of an iteration", "in seconds, one part on the other", false, areas);
  }

  private Curve area(
      String name, String colour, ToDoubleFunction<Parts> below, ToDoubleFunction<Parts> own) {
    List<Point> points = new ArrayList<>();
    for (Progress p : progress) {
      double bottom = below.applyAsDouble(p.seconds());
      points.add(
          new Point((double) p.iteration(), bottom + own.applyAsDouble(p.seconds()), bottom));
    }
    return new Curve(name, colour, Weight.AREA, points).averaged(POINTS);
  }
}
