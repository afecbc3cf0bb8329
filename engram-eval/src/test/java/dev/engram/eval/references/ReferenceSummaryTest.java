package dev.engram.eval.references;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReferenceSummaryTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  private static ReferenceResult result(
      String video, int objects, String method, int repeat, double region) {
    return new ReferenceResult(
        video,
        objects,
        method,
        repeat,
        List.of(0L),
        List.of(
            new FrameQuality(0, 1, 1, true),
            new FrameQuality(1, region, 0.5, false),
            new FrameQuality(2, region, 0.7, false)),
        2,
        30,
        !video.equals("wrong"));
  }

  @Test
  void referencesCountOnlyAmongAllFrames() {
    ReferenceSummary row = ReferenceSummary.of(List.of(result("a", 1, "m", 0, 0.4))).get(0);
    assertThat(row.region().mean()).isEqualTo(0.4, CLOSE);
    assertThat(row.regionOfAll()).isEqualTo(0.6, CLOSE);
    assertThat(row.contour().mean()).isEqualTo(0.6, CLOSE);
    assertThat(row.contourOfAll()).isEqualTo(2.2 / 3, CLOSE);
    assertThat(row.exact()).isTrue();
  }

  @Test
  void everyObjectOfEveryVideoCountsTheSame() {
    ReferenceSummary row =
        ReferenceSummary.of(List.of(result("a", 1, "m", 0, 0.2), result("wrong", 3, "m", 0, 0.6)))
            .get(0);
    assertThat(row.region().mean()).isEqualTo(0.5, CLOSE);
    assertThat(row.region().deviation()).isZero();
    assertThat(row.exact()).isFalse();
  }

  @Test
  void deviationsAreOverRepeats() {
    List<ReferenceSummary> rows =
        ReferenceSummary.of(
            List.of(
                result("a", 1, "chance", 0, 0.2),
                result("a", 1, "chance", 1, 0.6),
                result("a", 1, "other", 0, 0.3)));
    assertThat(rows).extracting(ReferenceSummary::method).containsExactly("chance", "other");
    assertThat(rows.get(0).region().mean()).isEqualTo(0.4, CLOSE);
    assertThat(rows.get(0).region().deviation()).isEqualTo(0.2, CLOSE);
  }
}
