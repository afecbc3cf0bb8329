package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NativeMemoryTest {
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  private void open(Path file, int frames) {
    try (FrameSource source = FrameSources.open(file.toString())) {
      for (int i = 0; i < frames; i++) {
        source.next();
      }
    } catch (dev.engram.common.EngramException e) {
      assertThat(e).hasMessageContaining("cut");
    }
  }

  private long afterRounds(int rounds, Runnable round) {
    for (int i = 0; i < rounds; i++) {
      round.run();
    }
    System.gc();
    return Pointer.physicalBytes();
  }

  @Test
  void openingDecodingAndClosingLeavesNothingBehind() throws IOException {
    Path whole = folder.resolve("whole.mp4");
    new TestClip("mp4", "libopenh264", "+faststart", 640, 480, 6).write(whole);
    Path cut = folder.resolve("cut.mp4");
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    Runnable round =
        () -> {
          open(whole, 2);
          open(whole, 10);
          open(cut, 10);
          try (VideoWriter writer = new VideoWriter(folder.resolve("out.mp4"), 640, 480, 25)) {
            writer.write(new byte[3 * 640 * 480]);
            writer.abort();
          }
        };
    // one picture of this size is almost a megabyte: a leak of one a round would show many times
    long before = afterRounds(30, round);
    long after = afterRounds(60, round);
    assertThat(after - before).isLessThan(40 * MEGABYTE);
  }

  @Test
  void aLongVideoIsReadInConstantMemory() {
    Path file = folder.resolve("long.mp4");
    new TestClip("mp4", "mpeg4", "", 320, 240, 1200).write(file);
    try (FrameSource source = FrameSources.open(file.toString())) {
      Runnable hundred =
          () -> {
            for (int i = 0; i < 100; i++) {
              assertThat(source.next()).isNotNull();
            }
          };
      long before = afterRounds(4, hundred);
      long after = afterRounds(8, hundred);
      assertThat(after - before).isLessThan(30 * MEGABYTE);
      assertThat(source.next()).isNull();
    }
  }
}
