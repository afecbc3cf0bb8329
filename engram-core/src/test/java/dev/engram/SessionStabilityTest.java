package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.LabelMap;
import dev.engram.memory.MemoryOptions;
import dev.engram.tensor.Device;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyXMem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same input gives the same masks, alone or beside others, and memory stays bounded. */
@ExtendWith(OneThread.class)
class SessionStabilityTest {
  private static final TinyClip CLIP = TinyClip.small();
  private static final int FRAME_ELEMENTS = 4 * 3;
  private static final MemoryOptions MEMORY = new MemoryOptions(4, 2, 4, 20, 30, true, false);
  private static final SegmenterOptions OPTIONS =
      SegmenterOptions.defaults()
          .withSize(SegmenterOptions.OWN_SIZE)
          .withMemEvery(2)
          .withMemory(MEMORY);

  private static Engram engram;

  @BeforeAll
  static void load() {
    engram = Engram.of(TinyXMem.plain().weights(), Device.CPU);
  }

  @AfterAll
  static void free() {
    engram.close();
  }

  private static List<LabelMap> run(int firstFrame, int... labels) {
    List<LabelMap> results = new ArrayList<>();
    try (VideoSegmenter session = engram.open(OPTIONS)) {
      results.add(session.step(CLIP.frame(firstFrame), CLIP.mask(labels)));
      for (int i = firstFrame + 1; i < firstFrame + 40; i++) {
        results.add(session.step(CLIP.frame(i)));
      }
    }
    return results;
  }

  @Test
  void theSameInputGivesTheSameMasks() {
    assertThat(run(0, 1, 2)).isEqualTo(run(0, 1, 2));
  }

  @Test
  void twoSessionsAtOnceGiveWhatEachGivesAlone() {
    List<LabelMap> first = run(0, 1, 2);
    List<LabelMap> second = run(7, 3);

    CompletableFuture<List<LabelMap>> one = CompletableFuture.supplyAsync(() -> run(0, 1, 2));
    CompletableFuture<List<LabelMap>> two = CompletableFuture.supplyAsync(() -> run(7, 3));

    assertThat(one.join()).isEqualTo(first);
    assertThat(two.join()).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void memoryStaysWithinItsBoundsOverAnyNumberOfFrames(boolean longTerm) {
    MemoryOptions memory = new MemoryOptions(4, 2, 4, 20, 30, longTerm, false);
    int frames = longTerm ? MEMORY.maxMidTermFrames() : MemoryOptions.FRAMES_WITHOUT_LONG_TERM;
    long mostWorking = 0;
    long mostLongTerm = 0;
    try (VideoSegmenter session = engram.open(OPTIONS.withMemory(memory))) {
      session.step(CLIP.frame(0), CLIP.mask(1));
      for (int i = 1; i < 300; i++) {
        session.step(CLIP.frame(i));
        mostWorking = Math.max(mostWorking, session.workingElements());
        mostLongTerm = Math.max(mostLongTerm, session.longTermElements());
        if (i == 50) {
          session.step(CLIP.frame(i), CLIP.mask(1, 2));
        }
      }
    }
    assertThat(mostWorking).isBetween(1L, (long) frames * FRAME_ELEMENTS);
    assertThat(mostLongTerm).isEqualTo(longTerm ? memory.maxLongTermElements() : 0);
  }
}
