package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.memory.MemoryOptions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmenterOptionsTest {
  private static final MemoryOptions MEMORY = MemoryOptions.defaults();

  private static void assertRefused(ThrowingCallable options, String message) {
    assertThatThrownBy(options).isInstanceOf(EngramException.class).hasMessageStartingWith(message);
  }

  private static MemoryOptions memory(int max, int min, int prototypes, int elements, int topK) {
    return new MemoryOptions(max, min, prototypes, elements, topK, true, false);
  }

  @Test
  void defaultsAreXMems() {
    SegmenterOptions options = SegmenterOptions.defaults();

    assertThat(options.size()).isEqualTo(480);
    assertThat(options.memEvery()).isEqualTo(5);
    assertThat(options.deepUpdateEvery()).isEqualTo(-1);
    assertThat(MEMORY).isEqualTo(new MemoryOptions(10, 5, 128, 10_000, 30, true, true));
  }

  @Test
  void aModelSaysHowOftenItMemorises() {
    assertThat(SegmenterOptions.of(StateDict.builder().metadata("mem_every", "2").build()))
        .isEqualTo(SegmenterOptions.defaults().withMemEvery(2));
    assertThat(SegmenterOptions.of(StateDict.builder().build()))
        .isEqualTo(SegmenterOptions.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "two", "2.5", "99999999999"})
  void aModelThatSaysItWronglyIsRefused(String frames) {
    StateDict model = StateDict.builder().metadata("mem_every", frames).build();

    assertRefused(
        () -> SegmenterOptions.of(model), "checkpoint: its metadata says mem_every = " + frames);
  }

  @Test
  void sizesAreRefusedBelowTheNetworksStride() {
    assertRefused(() -> SegmenterOptions.defaults().withSize(15), "size is 15. Give 16 or more");
    assertRefused(() -> SegmenterOptions.defaults().withSize(0), "size is 0.");
    assertRefused(() -> SegmenterOptions.defaults().withSize(-2), "size is -2.");
    assertRefused(
        () -> new SegmenterOptions(480, 3, 5, 0, -1, MEMORY, 2), "max_internal_size is 3.");
  }

  @Test
  void pacesAreRefusedBelowOneFrame() {
    assertRefused(() -> SegmenterOptions.defaults().withMemEvery(0), "mem_every is 0.");
    assertRefused(() -> SegmenterOptions.defaults().withMemOffset(5), "mem_offset is 5. Give 0 to");
    assertRefused(() -> SegmenterOptions.defaults().withMemOffset(-1), "mem_offset is -1.");
    assertRefused(
        () -> new SegmenterOptions(480, -1, 5, 0, 0, MEMORY, 2), "deep_update_every is 0.");
    assertRefused(
        () -> new SegmenterOptions(480, -1, 5, 0, -3, MEMORY, 2), "deep_update_every is -3.");
  }

  @Test
  void memoryIsRefusedWhereConsolidationCannotWork() {
    assertRefused(() -> memory(5, 5, 128, 10_000, 30), "max_mid_term_frames is 5");
    assertRefused(() -> memory(10, 0, 128, 10_000, 30), "min_mid_term_frames is 0.");
    assertRefused(() -> memory(10, 5, 0, 10_000, 30), "num_prototypes is 0.");
    assertRefused(() -> memory(10, 5, 128, 127, 30), "max_long_term_elements is 127");
    assertRefused(() -> memory(10, 5, 128, 10_000, 0), "top_k is 0.");
  }

  @Test
  void withoutLongTermMemoryItsSizesDoNotMatter() {
    assertThat(new MemoryOptions(0, 0, 0, 0, 30, false, false).longTerm()).isFalse();
  }

  @Test
  void rangesAreRefusedThatHoldNoFrame() {
    assertRefused(() -> new FrameRange(-1, 5), "start is -1.");
    assertRefused(() -> new FrameRange(5, 2), "end is 2, before start (5).");
    assertThat(new FrameRange(3, 3).countOf(100)).isEqualTo(1);
    assertThat(new FrameRange(3, 200).countOf(100)).isEqualTo(97);
    assertThat(new FrameRange(3, Long.MAX_VALUE).countOf(-1)).isEqualTo(-1);
  }
}
