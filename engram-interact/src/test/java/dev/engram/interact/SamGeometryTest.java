package dev.engram.interact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.video.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamGeometryTest {
  @Test
  void theLongSideFillsTheSquareAndTheRestIsPadding() {
    SamGeometry geometry = SamGeometry.of(200, 100, 64, false);
    assertThat(geometry.innerWidth()).isEqualTo(64);
    assertThat(geometry.innerHeight()).isEqualTo(32);
    assertThat(geometry.x(100)).isEqualTo(32);
    assertThat(geometry.y(50)).isEqualTo(16);
  }

  @Test
  void squashedTheFrameFillsAllOfIt() {
    SamGeometry geometry = SamGeometry.of(200, 100, 64, true);
    assertThat(geometry.x(100)).isEqualTo(32);
    assertThat(geometry.y(50)).isEqualTo(32);
  }

  @Test
  void theImageIsNormalisedByChannelAndThePaddingIsZero() {
    byte[] rgb = new byte[3 * 4 * 2];
    for (int i = 0; i < 8; i++) {
      rgb[3 * i] = (byte) 255;
    }
    float[] image =
        SamGeometry.of(4, 2, 4, false).image(new Frame(0, "0", "picture", 0, 4, 2, rgb));
    assertThat(image[0]).isCloseTo((255 - 123.675f) / 58.395f, within(1e-5f));
    assertThat(image[16]).isCloseTo(-116.28f / 57.12f, within(1e-5f));
    assertThat(image[8]).isZero();
    assertThat(image[47]).isZero();
  }

  @Test
  void ofLowLogitsThePaddingIsLeftOut() {
    float[] low = {1, 1, 1, 1, 1, 1, 1, 1, -9, -9, -9, -9, -9, -9, -9, -9};
    float[] full = SamGeometry.of(8, 4, 64, false).outward(low, 4, 4);
    assertThat(full).hasSize(32).containsOnly(1);
  }

  @Test
  void aMaskGoesInWhereItCameFrom() {
    byte[] mask = new byte[8 * 4];
    mask[0] = 1;
    mask[1] = 1;
    mask[8] = 1;
    mask[9] = 1;
    float[] in = SamGeometry.of(8, 4, 64, false).inward(mask, 4, 10);
    assertThat(in[0]).isEqualTo(10);
    assertThat(in[1]).isEqualTo(-10);
    assertThat(in[4]).isEqualTo(-10);
    assertThat(in[15]).isEqualTo(-10);
  }

  @Test
  void labelsAreSams() {
    SamGeometry geometry = SamGeometry.of(10, 10, 20, false);
    Prompts clicks = Prompts.of(Click.on(1, 2), Click.off(3, 4));
    SamPoints points = new SamPoints(geometry, clicks, 2);
    assertThat(points.labels()).containsExactly(1, 0, -1);
    assertThat(points.coords()).containsExactly(2, 4, 6, 8, 0, 0);
    Prompts box = new Prompts(new PromptBox(-5, 1, 4, 99), List.of(Click.off(3, 4)));
    SamPoints corners = new SamPoints(geometry, box, 0);
    assertThat(corners.labels()).containsExactly(2, 3);
    assertThat(corners.coords()).containsExactly(0, 2, 8, 20);
  }

  @Test
  void ofALongScribbleAFewPointsAreTaken() {
    List<Point> line =
        java.util.stream.IntStream.range(0, 9).mapToObj(i -> new Point(i, 0)).toList();
    SamPoints points =
        new SamPoints(SamGeometry.of(9, 9, 9, false), Prompts.of(new Scribble(line, 1, true)), 1);
    assertThat(points.coords()).containsExactly(0, 0, 2, 0, 4, 0, 6, 0, 8, 0, 0, 0);
  }
}
