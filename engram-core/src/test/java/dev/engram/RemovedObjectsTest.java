package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.mask.LabelMap;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyEngram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneThread.class)
class RemovedObjectsTest {
  private static final TinyClip CLIP = TinyClip.small();
  private static final SegmenterOptions OPTIONS = TinyEngram.fewFrames(false);

  @RegisterExtension static final TinyEngram ENGRAM = new TinyEngram();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 9, 20})
  void anObjectRemovedAtAnyFrameIsNeverSeenAgain(int frame) {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      session.step(CLIP.frame(0), CLIP.mask(1, 2));
      CLIP.steps(session, 1, frame + 1);
      session.removeObject(1);
      session.removeObject(17);

      assertThat(session.objects()).containsExactly(2);
      for (int i = frame + 1; i < frame + 12; i++) {
        assertThat(session.step(CLIP.frame(i)).area(1)).isZero();
        assertThat(session.probabilities().objects()).containsExactly(2);
      }
    }
  }

  @Test
  void probabilitiesStayThoseOfTheLastFrame() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      session.step(CLIP.frame(0), CLIP.mask(1, 2));
      session.step(CLIP.frame(1));
      session.removeObject(1);

      assertThat(session.probabilities().objects()).containsExactly(1, 2);
    }
  }

  @Test
  void afterTheLastObjectThereIsOnlyBackgroundWithoutProbabilities() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      session.step(CLIP.frame(0), CLIP.mask(1, 2));
      session.step(CLIP.frame(1));
      session.removeObject(1);
      session.removeObject(2);

      assertThat(session.step(CLIP.frame(2)).labels()).isEmpty();
      assertThat(session.objects()).isEmpty();
      assertThatThrownBy(session::probabilities).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aSessionThatIsEmptiedBeginsAsANewOne() {
    try (VideoSegmenter used = ENGRAM.open(OPTIONS);
        VideoSegmenter fresh = ENGRAM.open(OPTIONS)) {
      used.step(CLIP.frame(0), CLIP.mask(1, 2));
      CLIP.steps(used, 1, 10);
      used.removeObject(2);
      used.removeObject(1);
      assertThat(used.workingElements() + used.longTermElements()).isZero();

      LabelMap mask = CLIP.mask(2, 1, 4);
      assertThat(used.step(CLIP.frame(10), mask)).isEqualTo(mask);
      fresh.step(CLIP.frame(10), mask);
      assertThat(CLIP.steps(used, 11, 25)).isEqualTo(CLIP.steps(fresh, 11, 25));
    }
  }

  @Test
  void aRemovedLabelMayComeBack() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      session.step(CLIP.frame(0), CLIP.mask(1, 2));
      CLIP.steps(session, 1, 8);
      session.removeObject(1);
      session.step(CLIP.frame(8));

      LabelMap mask = CLIP.mask(1);
      LabelMap result = session.step(CLIP.frame(9), mask);

      assertThat(session.objects()).containsExactly(2, 1);
      assertThat(result.mask(1)).isEqualTo(mask.mask(1));
      CLIP.steps(session, 10, 20);
    }
  }
}
