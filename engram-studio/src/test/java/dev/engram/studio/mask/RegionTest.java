package dev.engram.studio.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.LabelMap;
import dev.engram.studio.mask.Region.Point;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RegionTest {
  private static List<Point> points(Random random, int count, int width, int height) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(
          new Point(
              random.nextDouble() * (width + 20) - 10, random.nextDouble() * (height + 20) - 10));
    }
    return points;
  }

  private static int count(Region region) {
    int count = 0;
    for (int i = 0; i < region.width() * region.height(); i++) {
      count += region.contains(i) ? 1 : 0;
    }
    return count;
  }

  @Property(tries = 100)
  void aStrokeIsEveryPixelWhoseCentreIsNearThePath(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 5) int count,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Point> points = points(random, count, width, height);
    double radius = 1 + 8 * random.nextDouble();
    Region region = Region.stroke(width, height, points, radius);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double nearest = Point2Path.distance(points, x + 0.5, y + 0.5);
        if (Math.abs(nearest - radius) > 1e-9) {
          assertThat(region.contains(y * width + x)).isEqualTo(nearest < radius);
        }
      }
    }
  }

  /** The naive twin: the least distance to any part of the path. */
  private static final class Point2Path {
    static double distance(List<Point> points, double x, double y) {
      double least = Double.MAX_VALUE;
      for (int i = 0; i < points.size(); i++) {
        Point a = points.get(Math.max(0, i - 1));
        Point b = points.get(i);
        least = Math.min(least, Line2D.ptSegDist(a.x(), a.y(), b.x(), b.y(), x, y));
      }
      return least;
    }
  }

  @Property(tries = 100)
  void aPolygonIsEveryPixelWhoseCentreIsInsideByTheEvenOddRule(
      @ForAll @IntRange(min = 3, max = 7) int corners, @ForAll long seed) {
    List<Point> points = points(new Random(seed), corners, 31, 23);
    Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    path.moveTo(points.get(0).x(), points.get(0).y());
    points.forEach(point -> path.lineTo(point.x(), point.y()));
    path.closePath();
    Region region = Region.polygon(31, 23, points);
    for (int y = 0; y < 23; y++) {
      for (int x = 0; x < 31; x++) {
        boolean edge =
            path.intersects(x + 0.45, y + 0.45, 0.1, 0.1)
                != path.contains(x + 0.45, y + 0.45, 0.1, 0.1);
        if (!edge) {
          assertThat(region.contains(y * 31 + x)).isEqualTo(path.contains(x + 0.5, y + 0.5));
        }
      }
    }
  }

  @Test
  void aThinBrushMarksThePixelThatItIsIn() {
    Region region = Region.stroke(9, 9, List.of(new Point(4.2, 6.7)), 0.1);
    assertThat(region.contains(6 * 9 + 4)).isTrue();
    assertThat(count(region)).isEqualTo(1);
  }

  @Test
  void strokesAndPolygonsOutsideOfTheFrameTouchNothing() {
    List<Point> far = List.of(new Point(-50, -50), new Point(-40, -60), new Point(-45, -30));
    assertThat(count(Region.stroke(9, 9, far, 5))).isZero();
    assertThat(count(Region.polygon(9, 9, far))).isZero();
  }

  @Test
  void whatIsJoinedBySidesIsConnectedAndCornersAreNone() {
    int[] labels = {
      1, 1, 0, 2,
      0, 1, 0, 1,
      1, 0, 1, 1,
    };
    LabelMap map = LabelMap.of(4, 3, labels);
    Region region = Region.connected(map, 0, 0);
    assertThat(count(region)).isEqualTo(3);
    assertThat(region.contains(5)).isTrue();
    assertThat(region.contains(8)).isFalse();
    assertThat(count(Region.connected(map, 3, 0))).isEqualTo(1);
  }
}
