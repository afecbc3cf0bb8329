package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private static Scores run(double first, double second) {
    ObjectScore object =
        new ObjectScore(1, List.of("a", "b"), List.of(first, second), List.of(second, second));
    return new Scores(List.of(new VideoScore("v", List.of(object))), List.of());
  }

  @Test
  void offsetsAreEvenlySpaced() {
    SegmenterOptions options = SegmenterOptions.defaults().withMemEvery(10);
    assertThat(Repeats.options(options, 5))
        .extracting(SegmenterOptions::memOffset)
        .containsExactly(0, 2, 4, 6, 8);
    assertThat(Repeats.options(options, 3))
        .extracting(SegmenterOptions::memOffset)
        .containsExactly(0, 3, 6);
    assertThat(Repeats.options(options, 1)).containsExactly(options);
  }

  @Test
  void moreRunsThanOffsetsAreRefused() {
    SegmenterOptions options = SegmenterOptions.defaults().withMemEvery(2);
    assertThatThrownBy(() -> Repeats.options(options, 5))
        .isInstanceOf(EngramException.class)
        .hasMessage(
            "--repeat 5: memory frames come every 2 frames, so that there are 2 offsets. Give 1 to"
                + " 2, or a larger --mem-every.");
    assertThatThrownBy(() -> Repeats.options(options, 0)).isInstanceOf(EngramException.class);
  }

  @Test
  void meanAndDeviationAreThoseOfTheRuns() {
    Repeats repeats = new Repeats(List.of(run(0.5, 0.7), run(0.7, 0.9), run(0.9, 0.8)));
    Repeats.Spread region = repeats.spread(0, 0, object -> object.regionStatistics().mean());
    assertThat(region.mean()).isEqualTo((0.6 + 0.8 + 0.85) / 3, within(1e-12));
    assertThat(region.deviation())
        .isEqualTo(Math.sqrt((0.15 * 0.15 + 0.05 * 0.05 + 0.1 * 0.1) / 3), within(1e-12));
    ObjectScore mean = repeats.mean().objects().get(0);
    assertThat(mean.frames()).containsExactly("a", "b");
    assertThat(mean.region().get(0)).isEqualTo(0.7, within(1e-12));
    assertThat(mean.contour().get(1)).isEqualTo(0.8, within(1e-12));
  }

  @Test
  void runsOfOtherVideosHaveNoMean() {
    Scores other = new Scores(List.of(), List.of("v/00001.png: is missing."));
    assertThatThrownBy(() -> new Repeats(List.of(other, run(1, 1))).mean())
        .hasMessageContaining("v/00001.png: is missing.");
    assertThatThrownBy(() -> new Repeats(List.of(run(1, 1), other)).mean())
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("v/00001.png: is missing. Repeated runs need all videos scored.");
  }
}
