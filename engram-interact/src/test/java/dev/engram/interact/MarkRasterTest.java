package dev.engram.interact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MarkRasterTest {
  @Test
  void aClickMarksThePixelThatHoldsIt() {
    MarkRaster raster = new MarkRaster(4, 3, 4, 3);
    raster.draw(Click.on(2.9, 1.0));
    raster.draw(Click.off(0, 2.99));
    assertThat(raster.marks()).containsExactly(0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0);
  }

  @Test
  void theLatestMarkHasItsWay() {
    MarkRaster raster = new MarkRaster(3, 1, 3, 1);
    raster.draw(new Scribble(List.of(new Point(0, 0.5), new Point(2.9, 0.5)), 0.5, true));
    raster.draw(Click.off(1.5, 0.5));
    assertThat(raster.marks()).containsExactly(1, 2, 1);
  }

  @Property(tries = 200)
  void aStrokeIsWhatIsWithinItsRadius(
      @ForAll @DoubleRange(min = 0, max = 14.9) double x1,
      @ForAll @DoubleRange(min = 0, max = 10.9) double y1,
      @ForAll @DoubleRange(min = 0, max = 14.9) double x2,
      @ForAll @DoubleRange(min = 0, max = 10.9) double y2,
      @ForAll @DoubleRange(min = 1, max = 6) double radius) {
    MarkRaster raster = new MarkRaster(15, 11, 15, 11);
    raster.draw(new Scribble(List.of(new Point(x1, y1), new Point(x2, y2)), radius, false));
    for (int i = 0; i < 15 * 11; i++) {
      int column = i % 15;
      int row = i / 15;
      double nearest = nearest(column + 0.5, row + 0.5, x1, y1, x2, y2);
      if (nearest < radius - 0.01) {
        assertThat(raster.marks()[i]).isEqualTo(MarkRaster.OFF);
      }
      boolean holdsAnEnd =
          i == raster.pixel(new Point(x1, y1)) || i == raster.pixel(new Point(x2, y2));
      if (nearest > radius + 0.01 && !holdsAnEnd) {
        assertThat(raster.marks()[i]).isEqualTo(MarkRaster.NONE);
      }
    }
  }

  /** The least of many places along the line. */
  private static double nearest(double x, double y, double x1, double y1, double x2, double y2) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i <= 1000; i++) {
      double t = i / 1000.0;
      least = Math.min(least, Math.hypot(x1 + t * (x2 - x1) - x, y1 + t * (y2 - y1) - y));
    }
    return least;
  }

  @Property(tries = 200)
  void aMarkIsInTheSmallImageToo(
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @DoubleRange(min = 0, max = 99.9) double x,
      @ForAll @DoubleRange(min = 0, max = 49.9) double y) {
    MarkRaster raster = new MarkRaster(width, height, 100, 50);
    raster.draw(Click.on(x, y));
    assertThat(raster.marks()[((int) (y * height / 50)) * width + (int) (x * width / 100)])
        .isEqualTo(MarkRaster.ON);
  }
}
