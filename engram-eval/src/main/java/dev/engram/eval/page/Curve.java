package dev.engram.eval.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A line of a chart.
 *
 * @param name for the legend; may be any text
 * @param colour the name of a colour in the page's style sheet
 * @param points in the order of x, with finite values
 */
public record Curve(String name, String colour, Weight weight, List<Point> points) {
  /** How a curve is drawn. */
  public enum Weight {
    FAINT,
    PLAIN,
    BOLD,
    AREA
  }

  /**
   * @param bottom where an area begins; 0 for lines
   */
  public record Point(double x, double y, double bottom) {
    public static Point of(double x, double y) {
      return new Point(x, y, 0);
    }

    double height() {
      return y - bottom;
    }
  }

  public Curve {
    points = points.stream().filter(point -> Double.isFinite(point.y())).toList();
  }

  /** The mean of each point and its neighbours, on either side a thirty-sixth of the curve. */
  public Curve smoothed(String newName, Weight newWeight) {
    double[] sums = new double[points.size() + 1];
    for (int i = 0; i < points.size(); i++) {
      sums[i + 1] = sums[i] + points.get(i).y();
    }
    List<Point> means = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      int begin = Math.max(0, i - points.size() / 36);
      int end = Math.min(points.size(), i + points.size() / 36 + 1);
      double mean = (sums[end] - sums[begin]) / (end - begin);
      means.add(Point.of(points.get(i).x(), mean));
    }
    return new Curve(newName, colour, newWeight, means);
  }

  /** At most about this many points, each the mean of as many neighbours. */
  public Curve averaged(int most) {
    List<Point> means = new ArrayList<>();
    for (List<Point> some : pieces(most)) {
      means.add(
          new Point(
              some.get(some.size() - 1).x(),
              some.stream().mapToDouble(Point::y).average().orElse(0),
              some.stream().mapToDouble(Point::bottom).average().orElse(0)));
    }
    return new Curve(name, colour, weight, means);
  }

  /** At most about this many points: the lowest and the highest of as many neighbours each. */
  public Curve extremes(int most) {
    if (points.size() <= most) {
      return this;
    }
    Comparator<Point> byHeight = Comparator.comparingDouble(Point::y);
    List<Point> ends = new ArrayList<>();
    for (List<Point> some : pieces(most / 2)) {
      Stream.of(some.stream().min(byHeight), some.stream().max(byHeight))
          .flatMap(end -> end.stream())
          .distinct()
          .sorted(Comparator.comparingDouble(Point::x))
          .forEach(ends::add);
    }
    return new Curve(name, colour, weight, ends);
  }

  private List<List<Point>> pieces(int most) {
    int length = Math.max(1, (points.size() + most - 1) / most);
    List<List<Point>> pieces = new ArrayList<>();
    for (int i = 0; i < points.size(); i += length) {
      pieces.add(points.subList(i, Math.min(points.size(), i + length)));
    }
    return pieces;
  }
}
