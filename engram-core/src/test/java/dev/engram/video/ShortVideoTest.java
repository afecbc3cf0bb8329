package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortVideoTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"mkv, 1", "mkv, 2", "mkv, 3", "mkv, 8", "webm, 1", "webm, 2", "mp4, 1", "mov, 2"})
  void aWholeVideoOfAFewFramesIsNotTakenForACutOne(String extension, int count) {
    Path file = folder.resolve("short." + extension);
    try (VideoWriter video = new VideoWriter(file, 192, 96, 25)) {
      for (int i = 0; i < count; i++) {
        video.write(Painted.picture(192, 96, i));
      }
    }
    try (FrameSource source = FrameSources.open(file.toString())) {
      assertThat(Painted.numbers(source)).isEqualTo(Painted.upTo(count));
    }
  }
}
