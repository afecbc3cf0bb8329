package dev.engram.interact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.video.Frame;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryTest {
  private static final long MEGABYTE = 1 << 20;

  private static long afterRounds(int rounds, PromptSegmenter segmenter, Frame frame) {
    for (int i = 0; i < rounds; i++) {
      try (PreparedFrame prepared = segmenter.prepare(frame)) {
        prepared.segment(Prompts.of(Click.on(60, 120), Click.off(300, 20)), null);
      }
    }
    System.gc();
    return Pointer.physicalBytes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"walk", "grabcut"})
  void preparedFramesLeaveNothingBehind(String method) {
    // one picture of this size is almost a megabyte: a leak of one a round would show many times
    Frame frame = Pictures.twoDisks(640, 480);
    try (PromptSegmenter segmenter = PromptSegmenters.open(method)) {
      long before = afterRounds(8, segmenter, frame);
      long after = afterRounds(30, segmenter, frame);
      assertThat(after - before).isLessThan(20 * MEGABYTE);
    }
  }
}
