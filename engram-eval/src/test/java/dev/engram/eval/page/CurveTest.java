package dev.engram.eval.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.eval.page.Curve.Point;
import dev.engram.eval.page.Curve.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is drawn of long runs, and where. */
class CurveTest {
  private static Curve random(int length, long seed) {
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      points.add(Point.of(10.0 * i, random.nextDouble()));
    }
    return new Curve("any", "blue", Weight.PLAIN, points);
  }

  @Property(tries = 100)
  void aSmoothedPointIsTheMeanOfItsNeighbours(
      @ForAll @IntRange(max = 300) int length, @ForAll long seed) {
    List<Point> raw = random(length, seed).points();
    List<Point> smoothed = random(length, seed).smoothed("smoothed", Weight.BOLD).points();
    assertThat(smoothed).hasSameSizeAs(raw);
    for (int i = 0; i < length; i++) {
      double sum = 0;
      int count = 0;
      for (int j = 0; j < length; j++) {
        if (Math.abs(i - j) <= length / 36) {
          sum += raw.get(j).y();
          count++;
        }
      }
      assertThat(smoothed.get(i).y()).isCloseTo(sum / count, within(1e-9));
    }
  }

  @Property(tries = 100)
  void aThinnedCurveIsShortAndKeepsItsExtremes(
      @ForAll @IntRange(min = 1, max = 3000) int length, @ForAll long seed) {
    Curve curve = random(length, seed);
    List<Point> kept = curve.extremes(200).points();
    assertThat(kept).hasSizeLessThanOrEqualTo(200).isSubsetOf(curve.points());
    assertThat(kept).isSortedAccordingTo((a, b) -> Double.compare(a.x(), b.x()));
    assertThat(kept.stream().mapToDouble(Point::y).max())
        .isEqualTo(curve.points().stream().mapToDouble(Point::y).max());
    assertThat(curve.averaged(100).points()).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void whatIsNoNumberIsNotDrawn() {
    List<Point> points = List.of(Point.of(1, Double.NaN), Point.of(2, 3), Point.of(3, 1 / 0.0));
    assertThat(new Curve("any", "blue", Weight.PLAIN, points).points())
        .containsExactly(Point.of(2, 3));
  }

  @Property(tries = 300)
  void anAxisEndsAtMarksAroundItsValues(
      @ForAll @DoubleRange(min = -6, max = 4) double magnitude,
      @ForAll @DoubleRange(min = -6, max = 4) double magnitudeOfRange) {
    double low = Math.pow(10, magnitude);
    double range = Math.pow(10, magnitudeOfRange);
    for (Scale scale :
        List.of(
            Scale.around(low, low + range, 200, 10),
            Scale.logarithmic(low, low + range, 200, 10))) {
      assertThat(scale.at(low)).isBetween(10 - 1e-6, 200 + 1e-6);
      assertThat(scale.at(low + range)).isBetween(10 - 1e-6, scale.at(low) + 1e-6);
      assertThat(scale.marks()).hasSizeBetween(2, 40).isSorted();
      assertThat(scale.at(scale.marks().get(0))).isBetween(10 - 1e-6, 200 + 1e-6);
    }
  }

  @Test
  void numbersAreShort() {
    assertThat(Numbers.brief(0)).isEqualTo("0");
    assertThat(Numbers.brief(0.30000000000000004)).isEqualTo("0.3");
    assertThat(Numbers.brief(0.00123)).isEqualTo("0.00123");
    assertThat(Numbers.brief(2e-4)).isEqualTo("2e-4");
    assertThat(Numbers.brief(1500)).isEqualTo("1500");
    assertThat(Numbers.brief(20_000)).isEqualTo("20k");
    assertThat(Numbers.brief(1_250_000)).isEqualTo("1.25M");
    assertThat(Numbers.duration(90)).isEqualTo("90 s");
    assertThat(Numbers.duration(3 * 3600 + 300)).isEqualTo("3 h 5 min");
  }
}
