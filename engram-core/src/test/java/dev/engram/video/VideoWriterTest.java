package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoWriterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.mp4,96,64,25",
    "b.mkv,97,65,29.97002997",
    "c.mov,97,65,30",
    "d.webm,33,17,23.976023976",
    "e.mp4,97,64,60",
    "f.MP4,96,64,12.5",
    "g.m4v,96,64,59.94005994",
    "h.mp4,2,2,25",
    "i.mkv,1,1,5"
  })
  void whatIsWrittenIsReadAtItsExactSizeAndRate(String name, int width, int height, double rate) {
    Path file = folder.resolve("new").resolve(name);
    byte[] rgb = Painted.picture(width, height, 0x5A5);
    try (VideoWriter writer = new VideoWriter(file, width, height, rate)) {
      for (int i = 0; i < 5; i++) {
        writer.write(rgb);
      }
      assertThat(file).doesNotExist();
    }
    try (FrameSource source = FrameSources.open(file.toString())) {
      assertThat(source.width()).isEqualTo(width);
      assertThat(source.height()).isEqualTo(height);
      assertThat(source.frameRate()).isBetween(rate - 0.05, rate + 0.05);
      for (int i = 0; i < 5; i++) {
        Frame frame = source.next();
        assertThat(Painted.meanDifference(frame.rgb(), rgb)).isLessThan(8);
        assertThat(frame.timestampMicros())
            .isBetween(Math.round(i * 1e6 / rate) - 1000, Math.round(i * 1e6 / rate) + 1000);
      }
      assertThat(source.next()).isNull();
    }
  }

  @Test
  void coloursSurvive() {
    Path file = folder.resolve("colour.mp4");
    byte[] rgb = new byte[3 * 64 * 64];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) 200;
      rgb[i + 1] = 80;
      rgb[i + 2] = 30;
    }
    try (VideoWriter writer = new VideoWriter(file, 64, 64, 25)) {
      writer.write(rgb);
    }
    try (FrameSource source = FrameSources.open(file.toString())) {
      assertThat(Painted.meanDifference(source.next().rgb(), rgb)).isLessThan(2);
    }
  }

  @Test
  void anUnknownExtensionIsRefused() {
    assertThatThrownBy(() -> new VideoWriter(folder.resolve("a.xyz"), 8, 8, 25))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("a.xyz: not a kind of video that can be written");
  }

  @Test
  void aFolderThatCannotBeIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new VideoWriter(file.resolve("a.mp4"), 8, 8, 25))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("a.mp4: cannot be written");
  }

  @Test
  void anAbortedVideoLeavesWhatWasThere() throws IOException {
    Path file = folder.resolve("a.mp4");
    Files.writeString(file, "before");
    try (VideoWriter writer = new VideoWriter(file, 16, 16, 25)) {
      writer.write(new byte[3 * 16 * 16]);
      writer.abort();
    }
    assertThat(file).hasContent("before");
    assertOnly(file);
  }

  @Test
  void aVideoWithoutFramesIsNotWritten() throws IOException {
    new VideoWriter(folder.resolve("a.mp4"), 16, 16, 25).close();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aFinishedVideoLeavesNothingBesideIt() throws IOException {
    Path file = folder.resolve("a.mp4");
    VideoWriter writer = new VideoWriter(file, 16, 16, 25);
    writer.write(new byte[3 * 16 * 16]);
    writer.close();
    writer.close();
    writer.abort();
    assertOnly(file);
  }

  @Test
  void pixelsOfAnotherSizeAreAMistakeOfTheProgram() {
    try (VideoWriter writer = new VideoWriter(folder.resolve("a.mp4"), 16, 16, 25)) {
      assertThatThrownBy(() -> writer.write(new byte[3]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void assertOnly(Path file) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
