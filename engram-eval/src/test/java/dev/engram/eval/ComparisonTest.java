package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static ObjectScore object(int label, double score) {
    return new ObjectScore(label, List.of("a"), List.of(score), List.of(score));
  }

  private static Scores scores(String video, ObjectScore... objects) {
    return new Scores(List.of(new VideoScore(video, Arrays.asList(objects))), List.of());
  }

  @Test
  void whatGotWorseComesFirstAndWhatIsAloneIsNamed() {
    Comparison comparison =
        Comparison.of(
            scores("v", object(1, 0.5), object(2, 0.9), object(3, 0.1)),
            scores("v", object(1, 0.7), object(2, 0.8), object(4, 0.1)));
    assertThat(comparison.pairs()).extracting(pair -> pair.before().object()).containsExactly(2, 1);
    assertThat(comparison.before()).isEqualTo(0.7, within(1e-12));
    assertThat(comparison.gain()).isEqualTo(0.05, within(1e-12));
    assertThat(comparison.onlyBefore()).containsExactly("v 3");
    assertThat(comparison.onlyAfter()).containsExactly("v 4");
  }

  @Test
  void objectsOfOtherVideosAreNotTheSame() {
    Comparison comparison = Comparison.of(scores("v", object(1, 1)), scores("w", object(1, 1)));
    assertThat(comparison.pairs()).isEmpty();
    assertThat(comparison.gain()).isNaN();
  }
}
