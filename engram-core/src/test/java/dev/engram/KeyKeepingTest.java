package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.LabelMap;
import dev.engram.suggest.FrameKeys;
import dev.engram.suggest.FrameSuggester;
import dev.engram.suggest.Suggestion;
import dev.engram.suggest.SuggestionOptions;
import dev.engram.tensor.Device;
import dev.engram.tensor.TensorType;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyXMem;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class KeyKeepingTest {
  private static final TinyClip CLIP = TinyClip.small();

  private final Engram engram = Engram.of(TinyXMem.plain().weights(), Device.CPU);
  private final FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT32);
  private VideoSegmenter session;

  @BeforeEach
  void open() {
    session = engram.open(SegmenterOptions.defaults().withSize(SegmenterOptions.OWN_SIZE));
    session.keepKeys(keys);
  }

  @AfterEach
  void close() {
    session.close();
    keys.close();
    engram.close();
  }

  private static double percent(LabelMap mask, int label) {
    return 100.0 * mask.area(label) / (mask.width() * mask.height());
  }

  @Test
  void framesAreKeptFromTheFirstObjectOnWithTheTruthWhereItIsGiven() {
    session.step(CLIP.frame(0));
    session.step(CLIP.frame(1), CLIP.mask(1, 2));
    session.step(CLIP.frame(2));
    session.correct(CLIP.frame(3), CLIP.mask(1));

    assertThat(keys.frames()).containsExactly(1, 2, 3);
    assertThat(keys.presence(1, Set.of(1)))
        .isCloseTo(percent(CLIP.mask(1, 2), 2), Offset.offset(1e-9));
    assertThat(keys.presence(3, Set.of(0)))
        .isCloseTo(percent(CLIP.mask(1), 1), Offset.offset(1e-9));
    assertThat(keys.presence(3, Set.of(1))).isZero();
    assertThat(keys.uncertainty(3)).isCloseTo(0, Offset.offset(1e-3));
    assertThat(keys.uncertainty(2)).isGreaterThan(1e-3);
  }

  @Test
  void aSecondWayThroughTheVideoReplacesTheMasks() {
    session.putReference(new Reference(CLIP.frame(0), CLIP.mask(1, 2), true));
    for (int i = 0; i < 3; i++) {
      session.step(CLIP.frame(i));
    }
    assertThat(keys.uncertainty(2)).isGreaterThan(1e-3);
    session.putReference(new Reference(CLIP.frame(2), CLIP.mask(1, 2), true));
    session.restart();
    session.step(CLIP.frame(2));
    assertThat(keys.frames()).containsExactly(0, 1, 2);
    assertThat(keys.uncertainty(2)).isCloseTo(0, Offset.offset(1e-3));
  }

  @Test
  void theyAreWhatSuggestionsNeed() {
    session.putReference(new Reference(CLIP.frame(0), CLIP.mask(1, 2), true));
    for (int i = 0; i < 6; i++) {
      session.step(CLIP.frame(i));
    }
    FrameSuggester suggester =
        new FrameSuggester(keys, SuggestionOptions.defaults().withMinMaskPresence(0), Device.CPU);
    suggester.annotate(0);
    assertThat(suggester.suggest(2)).extracting(Suggestion::frame).doesNotContain(0).hasSize(2);
  }
}
