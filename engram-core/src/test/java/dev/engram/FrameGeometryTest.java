package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.tensor.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameGeometryTest {
  private static FrameGeometry of(int width, int height, int size) {
    SegmenterOptions options = SegmenterOptions.defaults().withSize(size);
    return new FrameGeometry(width, height, options, 16, Device.CPU);
  }

  @ParameterizedTest
  @CsvSource({"854,480,480,854,480", "1920,1080,480,853,480", "100,3000,480,480,14400"})
  void theShortSideIsAsTheOptionsSay(int width, int height, int size, int inWidth, int inHeight) {
    FrameGeometry g = of(width, height, size);
    assertThat(g.innerWidth()).isEqualTo(inWidth);
    assertThat(g.innerHeight()).isEqualTo(inHeight);
  }

  @ParameterizedTest
  @CsvSource({"1,500", "8,4000", "4000,8", "1,100000"})
  void aStripIsNotBlownUpToAnyLength(int width, int height) {
    FrameGeometry g = of(width, height, 480);
    assertThat((long) g.innerWidth() * g.innerHeight()).isLessThanOrEqualTo(64L * 480 * 480);
    assertThat(Math.min(g.innerWidth(), g.innerHeight())).isPositive();
  }

  @Test
  void whatIsMadeSmallerIsMadeAsSmallAsAsked() {
    assertThat(of(1000, 100_000, 480).innerWidth()).isEqualTo(480);
  }
}
