package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.memory.MemoryOptions;
import dev.engram.suggest.FrameKeys;
import dev.engram.tensor.Device;
import dev.engram.tensor.TensorType;
import dev.engram.testing.Closeness;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyStma;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session runs STMA and each of its ablations as it runs XMem. */
@ExtendWith(OneThread.class)
class StmaSessionTest {
  private static final TinyClip CLIP = TinyClip.small();

  @TempDir Path folder;

  static Stream<TinyStma> variants() {
    return TinyStma.all().stream();
  }

  private static Engram load(TinyStma tiny) {
    return Engram.of(tiny.weights(), Device.CPU);
  }

  private static VideoSegmenter open(Engram engram) {
    return engram.open(
        engram
            .defaultOptions()
            .withSize(SegmenterOptions.OWN_SIZE)
            .withMemEvery(2)
            .withMemory(new MemoryOptions(4, 2, 4, 20, 30, true, true)));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void objectsComeAndGoAtAnyFrame(TinyStma tiny) {
    try (Engram engram = load(tiny);
        VideoSegmenter session = open(engram)) {
      LabelMap one = CLIP.mask(1);
      LabelMap two = CLIP.mask(1, 4);
      assertThat(session.step(CLIP.frame(0), two)).isEqualTo(two);
      for (int i = 1; i < 6; i++) {
        session.step(CLIP.frame(i));
      }
      LabelMap three = CLIP.mask(1, 2, 3);
      LabelMap labels = session.step(CLIP.frame(6), three);
      assertThat(session.objects()).containsExactly(1, 4, 2, 3);
      for (int i = 0; i < CLIP.width() * CLIP.height(); i++) {
        int given = three.toArray()[i];
        assertThat(given < 2 || given == 4 || labels.toArray()[i] == given).isTrue();
      }
      session.step(CLIP.frame(7));
      session.removeObject(1);
      session.removeObject(4);
      for (int i = 8; i < 12; i++) {
        assertThat(session.step(CLIP.frame(i)).labels()).doesNotContain(1);
        assertThat(session.probabilities().objects()).containsExactly(2, 3);
      }
      LabelMap corrected = CLIP.mask(3);
      assertThat(session.correct(CLIP.frame(12), corrected)).isEqualTo(corrected);
      session.cut();
      session.step(CLIP.frame(13));
      session.removeObject(2);
      session.removeObject(3);
      assertThat(session.step(CLIP.frame(14)).labels()).isEmpty();
      assertThat(session.step(CLIP.frame(15), one)).isEqualTo(one);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aSessionWithoutAnyReferenceGoesOnAfterARestart(TinyStma tiny) {
    try (Engram engram = load(tiny);
        VideoSegmenter session = open(engram)) {
      session.step(CLIP.frame(0), CLIP.mask(1, 2));
      session.step(CLIP.frame(1));
      session.restart();
      session.step(CLIP.frame(2));
      assertThat(session.probabilities().objects()).containsExactly(1, 2);
      LabelMap mask = CLIP.mask(1, 2);
      assertThat(session.correct(CLIP.frame(3), mask)).isEqualTo(mask);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aReferenceThatIsTakenAwayLeavesNoTrace(TinyStma tiny) {
    try (Engram engram = load(tiny)) {
      float[] expected;
      try (VideoSegmenter session = open(engram)) {
        session.putReference(new Reference(CLIP.frame(0), CLIP.mask(1, 2), true));
        session.step(CLIP.frame(6));
        expected = session.probabilities().values();
      }
      try (VideoSegmenter session = open(engram)) {
        session.putReference(new Reference(CLIP.frame(0), CLIP.mask(2, 1), true));
        session.putReference(new Reference(CLIP.frame(3), CLIP.mask(1, 2), true));
        session.step(CLIP.frame(5));
        session.putReference(new Reference(CLIP.frame(0), CLIP.mask(1, 2), true));
        session.removeReference(3);
        session.restart();
        session.step(CLIP.frame(6));
        assertThat(Closeness.absolute(session.probabilities().values(), expected)).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void withItsLastObjectAllIsForgotten(TinyStma tiny) {
    try (Engram engram = load(tiny)) {
      float[] expected = afterRemoval(engram, false);
      assertThat(Closeness.absolute(afterRemoval(engram, true), expected)).isLessThan(1e-5);
    }
  }

  private static float[] afterRemoval(Engram engram, boolean before) {
    try (VideoSegmenter session = open(engram)) {
      if (before) {
        session.putReference(new Reference(CLIP.frame(9), CLIP.mask(7), true));
        session.step(CLIP.frame(0), CLIP.mask(5));
        for (int i = 1; i < 5; i++) {
          session.step(CLIP.frame(i));
        }
        session.removeReference(9);
        session.removeObject(7);
        session.removeObject(5);
      }
      session.step(CLIP.frame(5), CLIP.mask(1, 2));
      session.step(CLIP.frame(6));
      return session.probabilities().values();
    }
  }

  @Test
  void newObjectsAreMemorisedThoughNothingElseIs() {
    try (Engram engram = load(TinyStma.plain());
        VideoSegmenter session = open(engram)) {
      session.setMemorising(false);
      session.step(CLIP.frame(0), CLIP.mask(1));
      session.step(CLIP.frame(1));
      session.step(CLIP.frame(2), CLIP.mask(1, 2));
      session.step(CLIP.frame(3));
      assertThat(session.probabilities().objects()).containsExactly(1, 2);
      assertThat(session.workingElements()).isEqualTo(2 * 12);
    }
  }

  @Test
  void objectsOfPartialReferencesKeepTheSessionsOrder() {
    try (Engram engram = load(TinyStma.plain());
        VideoSegmenter session = open(engram)) {
      Set<Integer> two = Set.of(2);
      session.putReference(new Reference(CLIP.frame(0), CLIP.mask(1), false, two));
      session.putReference(new Reference(CLIP.frame(5), CLIP.mask(3), true));
      session.putReference(new Reference(CLIP.frame(8), CLIP.mask(2), false));
      for (int i = 0; i < 10; i++) {
        session.step(CLIP.frame(i));
      }
      assertThat(session.objects()).containsExactly(1, 3, 2);
    }
  }

  @Test
  void aDamagedMemoryFileIsRefusedByItsName() {
    Path file = folder.resolve("memory.safetensors");
    try (Engram engram = load(TinyStma.plain());
        VideoSegmenter session = open(engram)) {
      session.putReference(new Reference(CLIP.frame(0), CLIP.mask(1), true));
      session.step(CLIP.frame(1));
      session.saveMemory(file);
      StateDict saved = SafeTensors.read(file);
      StateDict.Builder damaged = StateDict.builder();
      saved.metadata().forEach(damaged::metadata);
      for (String name : saved.names()) {
        if (!name.equals("spatial.0.position.1")) {
          damaged.add(name, saved.find(name).orElseThrow());
        }
      }
      SafeTensors.write(file, damaged.build());
      try (VideoSegmenter other = open(engram)) {
        assertThatThrownBy(() -> other.loadMemory(file))
            .isInstanceOf(EngramException.class)
            .hasMessageContaining("memory.safetensors: 0.position.1 is damaged");
        assertThat(other.step(CLIP.frame(2)).labels()).isEmpty();
      }
    }
  }

  @Test
  void aModelWithoutTemporalMemorySavesNoneAndKeepsNoKeys() {
    Path file = folder.resolve("memory.safetensors");
    try (Engram engram = load(TinyStma.withoutTemporalMemory());
        FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16);
        VideoSegmenter session = open(engram)) {
      session.keepKeys(keys);
      session.step(CLIP.frame(0), CLIP.mask(1));
      session.step(CLIP.frame(1));
      assertThat(keys.frames()).isEmpty();
      assertThatThrownBy(() -> session.saveMemory(file))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("has no temporal memory to save");
    }
  }

  @Test
  void aModelWithoutTemporalMemoryNeedsSpatialFrames() {
    try (Engram engram = load(TinyStma.withoutTemporalMemory())) {
      SegmenterOptions none = engram.defaultOptions().withSpatialFrames(0);
      assertThatThrownBy(() -> engram.open(none))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("Give 1 or more");
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void referencesAreKnownToFramesBeforeAndAfterThem(TinyStma tiny) {
    try (Engram engram = load(tiny)) {
      List<LabelMap> first = withReferences(engram, 2, 9);
      assertThat(withReferences(engram, 9, 2)).isEqualTo(first);
      assertThat(first.get(2)).isEqualTo(CLIP.mask(1, 2));
    }
  }

  private static List<LabelMap> withReferences(Engram engram, int... frames) {
    List<LabelMap> results = new ArrayList<>();
    try (VideoSegmenter session = open(engram)) {
      for (int frame : frames) {
        session.putReference(new Reference(CLIP.frame(frame), CLIP.mask(1, 2), true));
      }
      LabelMap nothing = LabelMap.empty(CLIP.width(), CLIP.height());
      session.putReference(new Reference(CLIP.frame(5), nothing, true));
      for (int i = 0; i < 12; i++) {
        results.add(session.step(CLIP.frame(i)));
      }
      session.restart();
      for (int i = 11; i >= 0; i--) {
        results.add(session.step(CLIP.frame(i)));
      }
    }
    return results;
  }

  @Test
  void theNumberOfSpatialFramesCanBeChosen() {
    try (Engram engram = load(TinyStma.plain())) {
      SegmenterOptions own = engram.defaultOptions();
      assertThat(own.spatialFrames()).isEqualTo(2);
      assertThat(probabilities(engram, own))
          .isNotEqualTo(probabilities(engram, own.withSpatialFrames(3)));
    }
    try (Engram engram = load(TinyStma.withoutSpatialMemory())) {
      assertThat(engram.defaultOptions().spatialFrames()).isZero();
    }
  }

  private static float[] probabilities(Engram engram, SegmenterOptions options) {
    try (VideoSegmenter session =
        engram.open(options.withSize(SegmenterOptions.OWN_SIZE).withMemEvery(1))) {
      session.step(CLIP.frame(0), CLIP.mask(1));
      for (int i = 1; i < 6; i++) {
        session.step(CLIP.frame(i));
      }
      return session.probabilities().values();
    }
  }

  @Test
  void savedMemoryBringsTheReferencesOfBothMemories() {
    Path file = folder.resolve("memory.safetensors");
    try (Engram engram = load(TinyStma.plain())) {
      float[] expected;
      try (VideoSegmenter session = open(engram)) {
        session.putReference(new Reference(CLIP.frame(0), CLIP.mask(1, 2), true));
        session.step(CLIP.frame(5));
        session.saveMemory(file);
        expected = session.probabilities().values();
      }
      try (VideoSegmenter session = open(engram)) {
        session.loadMemory(file);
        session.step(CLIP.frame(5));
        assertThat(session.objects()).containsExactly(1, 2);
        assertThat(session.probabilities().values()).containsExactly(expected);
      }
    }
  }
}
