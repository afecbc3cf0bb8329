package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.tensor.Device;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyEngram;
import dev.engram.testing.TinyXMem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneThread.class)
class VideoSegmenterTest {
  private static final TinyClip CLIP = TinyClip.small();
  private static final SegmenterOptions OPTIONS = TinyEngram.fewFrames(false);

  @RegisterExtension static final TinyEngram ENGRAM = new TinyEngram();

  @ParameterizedTest
  @ValueSource(ints = {SegmenterOptions.OWN_SIZE, 16, 31, 96})
  void theFirstMaskComesBackBitForBitWhateverTheSizeInside(int size) {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS.withSize(size))) {
      LabelMap mask = CLIP.mask(1, 2);

      assertThat(session.step(CLIP.frame(0), mask)).isEqualTo(mask);
    }
  }

  @Test
  void aLaterMaskAddsItsNewObjectsBitForBit() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS.withSize(31))) {
      session.step(CLIP.frame(0), CLIP.mask(1));
      CLIP.steps(session, 1, 4);
      LabelMap later = CLIP.mask(1, 7, 3);

      LabelMap result = session.step(CLIP.frame(4), later);

      assertThat(session.objects()).containsExactly(1, 3, 7);
      for (int i = 0; i < later.toArray().length; i++) {
        int given = later.toArray()[i];
        int got = result.toArray()[i];
        assertThat(got)
            .isIn(given == 1 ? List.of(0, 1) : given == 0 ? List.of(0, 1) : List.of(given));
      }
    }
  }

  @Test
  void knownLabelsInALaterMaskChangeNothing() {
    try (VideoSegmenter plain = ENGRAM.open(OPTIONS);
        VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      plain.step(CLIP.frame(0), CLIP.mask(1, 2));
      session.step(CLIP.frame(0), CLIP.mask(1, 2));

      assertThat(session.step(CLIP.frame(1), CLIP.mask(2, 1))).isEqualTo(plain.step(CLIP.frame(1)));
      assertThat(CLIP.steps(session, 2, 6)).isEqualTo(CLIP.steps(plain, 2, 6));
    }
  }

  @Test
  void aCorrectionComesBackBitForBitAndIsMemorised() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS.withMemEvery(9))) {
      session.step(CLIP.frame(0), CLIP.mask(1, 2));
      CLIP.steps(session, 1, 3);
      long before = session.workingElements();
      LabelMap correction = CLIP.mask(2, 5);

      assertThat(session.correct(CLIP.frame(3), correction)).isEqualTo(correction);
      assertThat(session.workingElements()).isEqualTo(2 * before);
      assertThat(session.objects()).containsExactly(1, 2, 5);
      assertThat(session.probabilities().objects()).containsExactly(1, 2, 5);
    }
  }

  @Test
  void aCorrectionAtTheStartIsAFirstMask() {
    try (VideoSegmenter plain = ENGRAM.open(OPTIONS);
        VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      plain.step(CLIP.frame(0), CLIP.mask(1, 2));
      session.correct(CLIP.frame(0), CLIP.mask(1, 2));

      assertThat(CLIP.steps(session, 1, 6)).isEqualTo(CLIP.steps(plain, 1, 6));
    }
  }

  @Test
  void aCorrectionChangesTheFramesAfterIt() {
    try (VideoSegmenter plain = ENGRAM.open(OPTIONS);
        VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      plain.step(CLIP.frame(0), CLIP.mask(1, 2));
      session.step(CLIP.frame(0), CLIP.mask(1, 2));
      plain.step(CLIP.frame(1));
      session.correct(CLIP.frame(1), CLIP.mask(2, 1));

      assertThat(session.step(CLIP.frame(2))).isNotEqualTo(plain.step(CLIP.frame(2)));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 3 6 9", "1, 2 5 8", "2, 1 4 7 10"})
  void memoryFramesCanBeOffset(int offset, String memorised) {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS.withMemEvery(3).withMemOffset(offset))) {
      session.step(CLIP.frame(0), CLIP.mask(1));
      List<String> grown = new ArrayList<>();
      for (int i = 1; i < 11; i++) {
        long before = session.workingElements() + 10 * session.longTermElements();
        session.step(CLIP.frame(i));
        if (session.workingElements() + 10 * session.longTermElements() != before) {
          grown.add(Integer.toString(i));
        }
      }
      assertThat(String.join(" ", grown)).isEqualTo(memorised);
    }
  }

  @Test
  void labelsMayHaveGapsAndExceedAByte() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      LabelMap mask = CLIP.mask(65535, 5, 300);

      assertThat(session.step(CLIP.frame(0), mask)).isEqualTo(mask);
      assertThat(session.objects()).containsExactly(5, 300, 65535);
      for (LabelMap result : CLIP.steps(session, 1, 7)) {
        assertThat(session.objects()).containsAll(Arrays.stream(result.labels()).boxed().toList());
      }
    }
  }

  @Test
  void numbersOfLabelsDoNotMatter() {
    try (VideoSegmenter low = ENGRAM.open(OPTIONS);
        VideoSegmenter high = ENGRAM.open(OPTIONS)) {
      low.step(CLIP.frame(0), CLIP.mask(1, 2));
      high.step(CLIP.frame(0), CLIP.mask(40, 999));
      for (int i = 1; i < 7; i++) {
        int[] expected = low.step(CLIP.frame(i)).toArray();
        for (int p = 0; p < expected.length; p++) {
          expected[p] = expected[p] == 0 ? 0 : expected[p] == 1 ? 40 : 999;
        }
        assertThat(high.step(CLIP.frame(i)).toArray()).isEqualTo(expected);
      }
    }
  }

  @Test
  void framesBeforeTheFirstMaskAreBackground() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS);
        VideoSegmenter late = ENGRAM.open(OPTIONS)) {
      for (LabelMap result : CLIP.steps(late, 0, 3)) {
        assertThat(result.labels()).isEmpty();
      }
      assertThatThrownBy(late::probabilities).isInstanceOf(IllegalStateException.class);

      LabelMap mask = CLIP.mask(1);
      assertThat(late.step(CLIP.frame(3), mask)).isEqualTo(session.step(CLIP.frame(3), mask));
      assertThat(CLIP.steps(late, 4, 9)).isEqualTo(CLIP.steps(session, 4, 9));
    }
  }

  @Test
  void frameOfAnotherSizeIsRefusedByItsPlace() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      session.step(CLIP.frame(0), CLIP.mask(1));

      assertThatThrownBy(() -> session.step(new TinyClip(32, 48).frame(1)))
          .isInstanceOf(EngramException.class)
          .hasMessage(
              "clip (frame 1): 32x48, but the frames before it are 64x48. Bring all frames to one"
                  + " size.");
      assertThat(session.step(CLIP.frame(1)).width()).isEqualTo(64);
    }
  }

  @Test
  void maskOfAnotherSizeOrWithoutObjectsIsRefusedAndTheSessionGoesOn() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      LabelMap wide = new TinyClip(65, 48).mask(1);
      LabelMap empty = LabelMap.of(64, 48, new int[64 * 48]);

      assertThatThrownBy(() -> session.step(CLIP.frame(0), wide))
          .isInstanceOf(EngramException.class)
          .hasMessage(
              "clip (frame 0): the mask is 65x48, but the frame is 64x48. Give a mask of the"
                  + " frame's size.");
      assertThatThrownBy(() -> session.step(CLIP.frame(0), empty))
          .isInstanceOf(EngramException.class)
          .hasMessageStartingWith("clip (frame 0): the mask has no object.");
      LabelMap mask = CLIP.mask(1);
      assertThat(session.step(CLIP.frame(0), mask)).isEqualTo(mask);
      assertThat(session.step(CLIP.frame(1), empty)).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"37, 53, -1", "53, 37, 480", "64, 48, 480", "47, 33, 16", "17, 16, -1", "1, 1, 16"})
  void masksHaveTheFramesOwnSize(int width, int height, int size) {
    TinyClip odd = new TinyClip(width, height);
    int[] all = new int[width * height];
    Arrays.fill(all, 1);
    try (VideoSegmenter session = ENGRAM.open(OPTIONS.withSize(size))) {
      session.step(odd.frame(0), LabelMap.of(width, height, all));

      LabelMap result = session.step(odd.frame(1));

      assertThat(result.width()).isEqualTo(width);
      assertThat(result.height()).isEqualTo(height);
      assertThat(session.probabilities().values()).hasSize(2 * width * height);
    }
  }

  @Test
  void theOwnSizeIsCapped() {
    SegmenterOptions capped = new SegmenterOptions(-1, 16, 2, 0, -1, OPTIONS.memory(), 2);
    try (VideoSegmenter session = ENGRAM.open(capped);
        VideoSegmenter small = ENGRAM.open(OPTIONS.withSize(16))) {
      session.step(CLIP.frame(0), CLIP.mask(1));
      small.step(CLIP.frame(0), CLIP.mask(1));

      assertThat(session.workingElements()).isEqualTo(2);
      assertThat(CLIP.steps(session, 1, 5)).isEqualTo(CLIP.steps(small, 1, 5));
    }
  }

  @Test
  void probabilitiesSumToOneAndTheirLargestIsTheLabel() {
    SegmenterOptions scaled = OPTIONS.withSize(31);
    try (VideoSegmenter session = ENGRAM.open(scaled)) {
      session.step(CLIP.frame(0), CLIP.mask(2, 9));
      for (int i = 1; i < 5; i++) {
        int[] labels = session.step(CLIP.frame(i)).toArray();
        Probabilities all = session.probabilities();
        int pixels = all.width() * all.height();

        assertThat(all.objects()).containsExactly(2, 9);
        for (int p = 0; p < pixels; p++) {
          float[] at = {all.values()[p], all.values()[pixels + p], all.values()[2 * pixels + p]};
          assertThat(at[0] + at[1] + at[2]).isBetween(0.9999f, 1.0001f);
          int index = labels[p] == 0 ? 0 : labels[p] == 2 ? 1 : 2;
          assertThat(at[index]).isEqualTo(Math.max(at[0], Math.max(at[1], at[2])));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void deepUpdatesMayComeAtTheirOwnPace(int every) {
    SegmenterOptions paced = new SegmenterOptions(-1, -1, 2, 0, every, OPTIONS.memory(), 2);
    try (VideoSegmenter session = ENGRAM.open(paced)) {
      session.step(CLIP.frame(0), CLIP.mask(1));
      CLIP.steps(session, 1, 13);
      for (float value : session.probabilities().values()) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void itRunsWithoutSensoryMemory() {
    try (Engram forgetful = Engram.of(TinyXMem.forgetful().weights(), Device.CPU);
        VideoSegmenter session = forgetful.open(OPTIONS)) {
      LabelMap mask = CLIP.mask(1, 2);

      assertThat(session.step(CLIP.frame(0), mask)).isEqualTo(mask);
      CLIP.steps(session, 1, 13);
      session.removeObject(1);
      assertThat(CLIP.steps(session, 13, 16)).hasSize(3);
    }
  }
}
