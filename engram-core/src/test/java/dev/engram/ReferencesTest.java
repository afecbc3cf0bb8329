package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyEngram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneThread.class)
class ReferencesTest {
  private static final TinyClip CLIP = TinyClip.small();
  private static final SegmenterOptions OPTIONS = TinyEngram.fewFrames(true);

  @RegisterExtension static final TinyEngram ENGRAM = new TinyEngram();

  private static Reference whole(int frame, int... labels) {
    return new Reference(CLIP.frame(frame), CLIP.mask(labels), true);
  }

  private static Reference partial(int frame, int... labels) {
    return new Reference(CLIP.frame(frame), CLIP.mask(labels), false);
  }

  private static VideoSegmenter open(Reference... references) {
    VideoSegmenter session = ENGRAM.open(OPTIONS);
    List.of(references).forEach(session::putReference);
    return session;
  }

  @Test
  void oneAtTheFirstFrameIsAFirstMask() {
    try (VideoSegmenter xmem = ENGRAM.open(OPTIONS);
        VideoSegmenter session = open(whole(0, 1, 2))) {
      List<LabelMap> expected = new ArrayList<>(List.of(xmem.step(CLIP.frame(0), CLIP.mask(1, 2))));
      expected.addAll(CLIP.steps(xmem, 1, 12));

      assertThat(CLIP.steps(session, 0, 12)).isEqualTo(expected);
      assertThat(session.probabilities().values())
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(xmem.probabilities().values());
      assertThat(session.permanentElements() + session.workingElements())
          .isEqualTo(xmem.workingElements());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {SegmenterOptions.OWN_SIZE, 31, 96})
  void theirMasksComeBackBitForBitAndEveryOtherFrameIsSegmented(int size) {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS.withSize(size))) {
      session.putReference(whole(2, 1));
      session.putReference(whole(5, 2, 7));
      List<LabelMap> results = CLIP.steps(session, 0, 8);

      assertThat(results.get(2)).isEqualTo(CLIP.mask(1));
      assertThat(results.get(5)).isEqualTo(CLIP.mask(2, 7));
      assertThat(session.objects()).containsExactly(1, 2, 7);
      assertThat(session.probabilities().objects()).containsExactly(1, 2, 7);
    }
  }

  @Test
  void oneInTheMiddleServesTheFramesBeforeIt() {
    try (VideoSegmenter session = open(whole(6, 1, 2))) {
      assertThat(CLIP.steps(session, 6, 12)).hasSize(6);
      session.restart();
      List<LabelMap> backward = CLIP.steps(session, 5, -1);

      assertThat(backward).hasSize(6);
      assertThat(session.probabilities().objects()).containsExactly(1, 2);
      assertThat(session.references()).containsExactly(6L);
    }
  }

  @Test
  void aPartialOneMayNameObjectsThatAreNotInItsFrame() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      session.putReference(whole(0, 1, 2, 3));
      session.putReference(new Reference(CLIP.frame(3), CLIP.mask(2), false, Set.of(1)));
      LabelMap result = CLIP.steps(session, 0, 4).get(3);

      assertThat(result.area(1)).isZero();
      assertThat(result.mask(2)).isEqualTo(CLIP.mask(2).mask(2));
      assertThat(session.objects()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void anObjectThatWasRemovedIsNotShownInTheFrameOfAReferenceEither() {
    try (VideoSegmenter session = open(whole(0, 1, 2))) {
      session.step(CLIP.frame(0));
      session.removeObject(1);
      LabelMap left = CLIP.mask(1, 2).only(Set.of(2));
      assertThat(session.step(CLIP.frame(0))).isEqualTo(left);
    }
  }

  @Test
  void oneOfAnotherSizeIsRefusedAndNothingOfItStays() {
    TinyClip other = new TinyClip(80, 48);
    Reference wrong = new Reference(other.frame(3), other.mask(7), true);
    try (VideoSegmenter session = open(whole(0, 1))) {
      session.step(CLIP.frame(0));
      assertThatThrownBy(() -> session.putReference(wrong))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("80x48, but the frames before it are 64x48");
      session.step(CLIP.frame(1));
      assertThat(session.objects()).containsExactly(1);
    }
    try (VideoSegmenter session = open(whole(0, 1), wrong)) {
      assertThatThrownBy(() -> session.step(CLIP.frame(0)))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("80x48, but the frames before it are 64x48");
      assertThat(session.objects()).isEmpty();
    }
  }

  @Test
  void memoryIsNeverSavedOverSomethingElse(@TempDir Path folder) throws IOException {
    Path precious = Files.writeString(folder.resolve("precious.safetensors"), "not memory");
    try (VideoSegmenter session = open(whole(0, 1))) {
      session.step(CLIP.frame(0));
      assertThatThrownBy(() -> session.saveMemory(precious))
          .isInstanceOf(EngramException.class)
          .hasMessage(precious + ": holds something else already. Choose another file.");
      assertThatThrownBy(() -> session.saveMemory(folder.resolve("a.png")))
          .isInstanceOf(EngramException.class);
      Path memory = folder.resolve("memory.safetensors");
      session.saveMemory(memory);
      session.saveMemory(memory);
      assertThat(memory).exists();
    }
    assertThat(precious).hasContent("not memory");
  }

  @Test
  void aGivenMaskIsSurerThanASegmentedOne() {
    try (VideoSegmenter session = open(whole(0, 1, 2))) {
      assertThat(session.confidence()).isEqualTo(1);
      session.step(CLIP.frame(0));
      double given = session.confidence();
      session.step(CLIP.frame(1));

      assertThat(given).isGreaterThan(session.confidence()).isLessThanOrEqualTo(1);
      assertThat(session.confidence()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void aPartialOneGivesItsObjectsBitForBitAndLeavesTheOthersToTheNetwork() {
    try (VideoSegmenter session = ENGRAM.open(OPTIONS.withSize(31))) {
      session.putReference(whole(0, 1, 2, 3));
      session.putReference(partial(3, 2, 9));
      int[] result = CLIP.steps(session, 0, 4).get(3).toArray();
      int[] given = CLIP.mask(2, 9).toArray();
      for (int i = 0; i < given.length; i++) {
        boolean its = given[i] != 0;
        assertThat(result[i]).isIn(its ? List.of(given[i]) : List.of(0, 1, 3));
      }
    }
  }

  /** A reference frame's own step changes sensory memory alone, so it is not in the comparison. */
  @Test
  void theOrderOfEditsLeavesNoTrace() {
    Random random = new Random(4);
    for (int round = 0; round < 8; round++) {
      Map<Integer, Reference> remaining = new HashMap<>();
      try (VideoSegmenter edited = open()) {
        for (int edit = 0; edit < 8; edit++) {
          int frame = 50 + random.nextInt(4);
          if (random.nextInt(4) == 0) {
            edited.removeReference(frame);
            remaining.remove(frame);
          } else {
            int label = 1 + random.nextInt(3);
            Reference reference =
                random.nextBoolean() ? whole(frame, label, 4) : partial(frame, label);
            edited.putReference(reference);
            remaining.put(frame, reference);
          }
          if (random.nextBoolean()) {
            edited.step(CLIP.frame(0));
            edited.restart();
          }
        }
        List<Reference> order = new ArrayList<>(remaining.values());
        Collections.shuffle(order, random);
        try (VideoSegmenter fresh = open(order.toArray(new Reference[0]))) {
          assertThat(CLIP.steps(edited, 0, 5)).isEqualTo(CLIP.steps(fresh, 0, 5));
          assertThat(edited.objects()).containsExactlyInAnyOrderElementsOf(fresh.objects());
          assertThat(edited.permanentElements()).isEqualTo(fresh.permanentElements());
        }
      }
    }
  }

  @Test
  void oneThatIsPutAgainChangesNothingAlsoWhereAMaskHasBroughtAnObjectSince() {
    try (VideoSegmenter plain = open(whole(0, 1));
        VideoSegmenter again = open(whole(0, 1))) {
      for (VideoSegmenter session : List.of(plain, again)) {
        CLIP.steps(session, 0, 3);
        session.step(CLIP.frame(3), CLIP.mask(1, 2));
      }
      again.putReference(whole(0, 1));
      assertThat(CLIP.steps(plain, 4, 12)).isEqualTo(CLIP.steps(again, 4, 12));
      assertThat(plain.probabilities().values()).isEqualTo(again.probabilities().values());
    }
  }

  @Test
  void withTheLastReferenceOfAnObjectTheObjectGoes() {
    try (VideoSegmenter session = open(whole(0, 1), whole(3, 1, 2))) {
      CLIP.steps(session, 0, 2);
      session.removeReference(3);
      CLIP.steps(session, 2, 3);
      assertThat(session.objects()).containsExactly(1);
      session.removeReference(0);

      assertThat(CLIP.steps(session, 3, 4).get(0).labels()).isEmpty();
      assertThat(session.permanentElements()).isZero();
    }
  }

  @Test
  void anObjectThatWasRemovedStaysAwayUntilAReferenceShowsItAnew() {
    try (VideoSegmenter session = open(whole(0, 1, 2), whole(9, 2))) {
      CLIP.steps(session, 0, 2);
      session.removeObject(2);
      CLIP.steps(session, 2, 4);
      assertThat(session.objects()).containsExactly(1);
      session.putReference(whole(4, 2));
      CLIP.steps(session, 4, 6);
      assertThat(session.objects()).containsExactly(1, 2);
    }
  }

  @Test
  void memoryThatIsReadOnlyStaysAsItIs() {
    try (VideoSegmenter session = open(whole(0, 1))) {
      session.setMemorising(false);
      CLIP.steps(session, 0, 10);
      assertThat(session.workingElements()).isZero();
      session.setMemorising(true);
      CLIP.steps(session, 10, 13);
      assertThat(session.workingElements()).isPositive();
    }
  }

  @Test
  void aCutForgetsWorkingMemoryAndKeepsReferencesAndLongTermMemory() {
    try (VideoSegmenter session = open(whole(0, 1))) {
      CLIP.steps(session, 0, 14);
      long longTerm = session.longTermElements();
      assertThat(longTerm).isPositive();
      session.cut();
      assertThat(session.workingElements()).isZero();
      assertThat(session.longTermElements()).isEqualTo(longTerm);
      assertThat(session.permanentElements()).isEqualTo(12);
      session.restart();
      assertThat(session.longTermElements()).isZero();
      CLIP.steps(session, 14, 16);
    }
  }

  @Test
  void aMaskOfAnotherSizeIsNamed() {
    assertThatThrownBy(
            () -> new Reference(CLIP.frame(3), LabelMap.of(2, 2, new int[] {0, 1, 1, 0}), true))
        .isInstanceOf(EngramException.class)
        .hasMessage(
            "clip (frame 3): the mask is 2x2, but the frame is 64x48. Give a mask of the frame's"
                + " size.");
  }
}
