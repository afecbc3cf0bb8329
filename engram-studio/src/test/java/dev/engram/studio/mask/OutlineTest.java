package dev.engram.studio.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.studio.mask.Region.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutlineTest {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 23;

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 0.75, 1, 2.5, 7, 19, 60, 10_000})
  void aStrokeIsWhatEachPixelByItselfWouldBe(double radius) {
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      List<Point> points = new ArrayList<>();
      int count = 1 + random.nextInt(4);
      for (int p = 0; p < count; p++) {
        double grain = random.nextBoolean() ? 0.5 : 0.001;
        double x = Math.round((random.nextDouble() * 3 - 1) * WIDTH / grain) * grain;
        double y = Math.round((random.nextDouble() * 3 - 1) * HEIGHT / grain) * grain;
        points.add(new Point(x, y));
      }
      assertThat(text(Region.stroke(WIDTH, HEIGHT, points, radius)))
          .as(points + " " + radius)
          .isEqualTo(naive(points, radius));
    }
  }

  @Test
  void aPolygonIsWhatEachPixelByItselfWouldBe() {
    Random random = new Random(11);
    for (int i = 0; i < 400; i++) {
      List<Point> points = new ArrayList<>();
      int count = 1 + random.nextInt(9);
      for (int p = 0; p < count; p++) {
        double grain = i % 2 == 0 ? 0.5 : 0.001;
        double x = Math.round((random.nextDouble() * 3 - 1) * WIDTH / grain) * grain;
        double y = Math.round((random.nextDouble() * 3 - 1) * HEIGHT / grain) * grain;
        points.add(new Point(x, y));
      }
      assertThat(text(Region.polygon(WIDTH, HEIGHT, points)))
          .as(points.toString())
          .isEqualTo(naivePolygon(points));
    }
  }

  /** A centre is inside if a ray to its left crosses an odd number of edges. */
  private static String naivePolygon(List<Point> points) {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int crossed = 0;
        for (int i = 0; i < points.size(); i++) {
          Point a = points.get(i);
          Point b = points.get((i + 1) % points.size());
          double row = y + 0.5;
          if (a.y() <= row != b.y() <= row) {
            double cut = a.x() + (row - a.y()) / (b.y() - a.y()) * (b.x() - a.x());
            crossed += cut <= x + 0.5 ? 1 : 0;
          }
        }
        text.append(crossed % 2 == 1 ? '#' : '.');
      }
    }
    return text.toString();
  }

  @Test
  void pointsFarOutsideTouchNothing() {
    for (double far : new double[] {1e9, -1e9, 1e300, -1e300}) {
      Region region =
          Region.stroke(WIDTH, HEIGHT, List.of(new Point(far, far), new Point(far, 5)), 3);
      assertThat(text(region)).doesNotContain("#");
    }
  }

  @Test
  void whatIsNoNumberIsNoPoint() {
    assertThatThrownBy(() -> new Point(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Point(0, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String naive(List<Point> points, double radius) {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean covered = false;
        for (int i = 0; i < points.size(); i++) {
          covered |= isNear(x, y, points.get(Math.max(0, i - 1)), points.get(i), radius);
        }
        text.append(covered ? '#' : '.');
      }
    }
    return text.toString();
  }

  private static boolean isNear(int x, int y, Point a, Point b, double r) {
    boolean around =
        x >= Math.floor(Math.min(a.x(), b.x()) - r)
            && x < Math.floor(Math.max(a.x(), b.x()) + r + 1)
            && y >= Math.floor(Math.min(a.y(), b.y()) - r)
            && y < Math.floor(Math.max(a.y(), b.y()) + r + 1);
    double dx = b.x() - a.x();
    double dy = b.y() - a.y();
    double px = x + 0.5 - a.x();
    double py = y + 0.5 - a.y();
    double length = dx * dx + dy * dy;
    double along = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
    double ox = px - along * dx;
    double oy = py - along * dy;
    return around && ox * ox + oy * oy <= Math.max(r * r, 0.5);
  }

  private static String text(Region region) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      text.append(region.contains(i) ? '#' : '.');
    }
    return text.toString();
  }
}
