package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.mask.LabelMap;
import dev.engram.memory.MemoryOptions;
import dev.engram.tensor.Device;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyXMem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneThread.class)
class RemovedObjectsTest {
  private static final TinyClip CLIP = TinyClip.small();
  private static final SegmenterOptions OPTIONS =
      SegmenterOptions.defaults()
          .withSize(SegmenterOptions.OWN_SIZE)
          .withMemEvery(2)
          .withMemory(new MemoryOptions(4, 2, 4, 20, 30, true, false));

  private static Engram engram;

  @BeforeAll
  static void load() {
    engram = Engram.of(TinyXMem.plain().weights(), Device.CPU);
  }

  @AfterAll
  static void free() {
    engram.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 9, 20})
  void anObjectRemovedAtAnyFrameIsNeverSeenAgain(int frame) {
    try (VideoSegmenter session = engram.open(OPTIONS)) {
      session.step(CLIP.frame(0), CLIP.mask(1, 2));
      for (int i = 1; i <= frame; i++) {
        session.step(CLIP.frame(i));
      }
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
    try (VideoSegmenter session = engram.open(OPTIONS)) {
      session.step(CLIP.frame(0), CLIP.mask(1, 2));
      session.step(CLIP.frame(1));
      session.removeObject(1);

      assertThat(session.probabilities().objects()).containsExactly(1, 2);
    }
  }

  @Test
  void afterTheLastObjectThereIsOnlyBackgroundWithoutProbabilities() {
    try (VideoSegmenter session = engram.open(OPTIONS)) {
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
    try (VideoSegmenter used = engram.open(OPTIONS);
        VideoSegmenter fresh = engram.open(OPTIONS)) {
      used.step(CLIP.frame(0), CLIP.mask(1, 2));
      for (int i = 1; i < 10; i++) {
        used.step(CLIP.frame(i));
      }
      used.removeObject(2);
      used.removeObject(1);
      assertThat(used.workingElements() + used.longTermElements()).isZero();

      LabelMap mask = CLIP.mask(2, 1, 4);
      assertThat(used.step(CLIP.frame(10), mask)).isEqualTo(mask);
      fresh.step(CLIP.frame(10), mask);
      assertThat(results(used)).isEqualTo(results(fresh));
    }
  }

  private static List<LabelMap> results(VideoSegmenter session) {
    List<LabelMap> results = new ArrayList<>();
    for (int i = 11; i < 25; i++) {
      results.add(session.step(CLIP.frame(i)));
    }
    return results;
  }

  @Test
  void aRemovedLabelMayComeBack() {
    try (VideoSegmenter session = engram.open(OPTIONS)) {
      session.step(CLIP.frame(0), CLIP.mask(1, 2));
      for (int i = 1; i < 8; i++) {
        session.step(CLIP.frame(i));
      }
      session.removeObject(1);
      session.step(CLIP.frame(8));

      LabelMap mask = CLIP.mask(1);
      LabelMap result = session.step(CLIP.frame(9), mask);

      assertThat(session.objects()).containsExactly(2, 1);
      assertThat(result.mask(1)).isEqualTo(mask.mask(1));
      for (int i = 10; i < 20; i++) {
        session.step(CLIP.frame(i));
      }
    }
  }
}
