package dev.engram.suggest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.suggest.NaiveSuggestion.Frame;
import dev.engram.tensor.Device;
import dev.engram.tensor.TensorType;
import dev.engram.testing.OneThread;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class FrameSuggesterTest {
  private final RandomFrames source = new RandomFrames(new Random(8));
  private final FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16);
  private final SuggestionOptions options = SuggestionOptions.defaults().withMinMaskPresence(0);
  private final FrameSuggester suggester = new FrameSuggester(keys, options, Device.CPU);

  @AfterEach
  void delete() {
    keys.close();
  }

  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      RandomFrames.append(keys, i, source.frame(1));
    }
  }

  private long comparisons(int k) {
    long[] last = {0};
    suggester.suggest(k, compared -> last[0] = compared);
    return last[0];
  }

  @Test
  void whatWasComparedIsNotComparedAgain() {
    fill(40);
    suggester.annotate(0);
    assertThat(comparisons(3)).isBetween(39L, 2L * (39 + 38 + 37));
    assertThat(comparisons(3)).isZero();
    suggester.annotate(suggester.suggest(1).get(0).frame());
    assertThat(comparisons(1)).isLessThan(39);
  }

  @Test
  void anotherMaskCostsOnlyWhatItHasPartIn() {
    fill(40);
    suggester.annotate(0);
    comparisons(1);
    suggester.maskChanged(17);
    assertThat(comparisons(1)).isBetween(1L, 2L);
    suggester.maskChanged(0);
    assertThat(comparisons(1)).isBetween(39L, 2L * 39);
  }

  @Test
  void masksDoNotMatterWhereFramesCountAsWholes() {
    fill(10);
    FrameSuggester whole = new FrameSuggester(keys, options.withAlpha(0), Device.CPU);
    whole.annotate(0);
    List<Suggestion> before = whole.suggest(3);
    whole.maskChanged(0);
    assertThat(
            whole.suggest(
                3,
                compared -> {
                  throw new AssertionError("compared again");
                }))
        .isEqualTo(before);
  }

  @Test
  void aCallThatIsEndedGoesOnWhereItWas() {
    fill(20);
    suggester.annotate(0);
    assertThatThrownBy(
            () ->
                suggester.suggest(
                    1,
                    compared -> {
                      if (compared == 12) {
                        throw new CancellationException();
                      }
                    }))
        .isInstanceOf(CancellationException.class);
    long rest = comparisons(1);
    FrameSuggester another = new FrameSuggester(keys, options, Device.CPU);
    another.annotate(0);
    long[] all = {0};
    assertThat(another.suggest(1, compared -> all[0] = compared)).isEqualTo(suggester.suggest(1));
    assertThat(12 + rest).isEqualTo(all[0]);
  }

  @Test
  void aVideoThatStandsStillHasNothingMoreToAnnotate() {
    Frame frame = source.frame(1);
    for (int i = 0; i < 5; i++) {
      RandomFrames.append(keys, i, frame);
    }
    suggester.annotate(3);
    assertThat(suggester.suggest(5)).isEmpty();
  }

  @Test
  void whatMakesUpMostOfTheScoreIsTheReason() {
    assertThat(new Suggestion(4, 0.5, 0.5, 12, 0.9).reason())
        .isEqualTo("unlike every annotated or suggested frame; nearest is 12");
    assertThat(new Suggestion(4, 1.4, 0.5, 12, 0.9).reason())
        .isEqualTo("unsure: 90 % on and around the object");
  }

  @Test
  void aFrameThatWasNeverSeenCannotBeAnnotated() {
    assertThatThrownBy(() -> suggester.annotate(3))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith("frame 3: nothing is kept of it.");
  }

  @Test
  void withoutAnAnnotationThereIsNothingToBeUnlike() {
    fill(2);
    assertThatThrownBy(() -> suggester.suggest(1))
        .isInstanceOf(EngramException.class)
        .hasMessage("No frame is annotated yet. Annotate one first.");
    suggester.annotate(0);
    assertThatThrownBy(() -> suggester.suggest(0))
        .isInstanceOf(EngramException.class)
        .hasMessage("k is 0. Give 1 or more.");
  }
}
