package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.engram.common.EngramException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DamagedVideoTest {
  private static final int FRAMES = 50;

  @TempDir Path folder;

  private interface Opener {
    FrameSource open() throws IOException;
  }

  /** Whatever happens, what is given are the first frames, each under its own number. */
  private static void assertBreaksOff(Opener opener, String label) {
    List<Integer> numbers = new ArrayList<>();
    Throwable error =
        catchThrowable(
            () -> {
              try (FrameSource source = opener.open()) {
                Painted.readInto(source, numbers);
              }
            });
    assertThat(numbers).isEqualTo(Painted.upTo(numbers.size()));
    if (numbers.size() < FRAMES || error != null) {
      assertThat(error).isInstanceOf(EngramException.class).hasMessageStartingWith(label);
      assertThat(error.getMessage()).doesNotContain("\n");
    }
    if (error != null && !numbers.isEmpty()) {
      assertThat(error).hasMessageStartingWith(label + " (frame " + numbers.size() + "): ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mp4,mpeg4,+faststart",
    "mp4,libopenh264,+faststart",
    "mp4,mpeg4,''",
    "matroska,mpeg4,''",
    "matroska,libopenh264,''",
    "webm,libvpx-vp9,''",
    "flv,libopenh264,''"
  })
  void aFileThatIsCutAnywhereGivesItsGoodFramesAndSaysSo(
      String container, String codec, String movflags) throws IOException {
    Path whole =
        TestClip.of(container, codec).movflags(movflags).write(folder.resolve("clip." + container));
    byte[] bytes = Files.readAllBytes(whole);
    for (int part = 1; part < 40; part++) {
      Path cut = folder.resolve("cut." + container);
      Files.write(cut, Arrays.copyOf(bytes, bytes.length * part / 40));
      assertBreaksOff(() -> FrameSources.open(cut.toString()), cut.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"mp4,mpeg4,+faststart", "matroska,libopenh264,''"})
  void aStreamThatBreaksOffAnywhereSaysSo(String container, String codec, String movflags)
      throws IOException {
    Path whole = TestClip.of(container, codec).movflags(movflags).write(folder.resolve("clip"));
    byte[] bytes = Files.readAllBytes(whole);
    for (int part = 1; part < 20; part++) {
      byte[] cut = Arrays.copyOf(bytes, bytes.length * part / 20);
      assertBreaksOff(
          () -> FrameSources.open(new ByteArrayInputStream(cut), "standard input"),
          "standard input");
    }
  }

  /** These containers promise nothing; a gap in the numbers would still be wrong. */
  @ParameterizedTest
  @CsvSource({"mpegts,mpeg4", "mpegts,libopenh264", "mpeg,mpeg2video", "avi,mpeg4"})
  void withoutAPromiseTheFramesAreAtLeastTheFirstOnes(String container, String codec)
      throws IOException {
    byte[] bytes = Files.readAllBytes(TestClip.of(container, codec).write(folder.resolve("clip")));
    for (int part = 1; part < 20; part++) {
      Path cut = folder.resolve("cut");
      Files.write(cut, Arrays.copyOf(bytes, bytes.length * part / 20));
      List<Integer> numbers = new ArrayList<>();
      try (FrameSource source = FrameSources.open(cut.toString())) {
        Painted.readInto(source, numbers);
      } catch (EngramException e) {
        assertThat(e).hasMessageStartingWith(cut.toString());
      }
      // nothing tells whether the last picture's own data was cut, so it may be a damaged one
      int sure = Math.max(0, numbers.size() - 1);
      assertThat(numbers.subList(0, sure)).isEqualTo(Painted.upTo(sure));
    }
  }

  @ParameterizedTest
  @CsvSource({"mp4,mpeg4", "mp4,libopenh264", "matroska,mpeg4", "mpegts,mpeg4"})
  void aFileWithAHoleInItGivesTheFramesBeforeIt(String container, String codec) throws IOException {
    Path whole = TestClip.of(container, codec).write(folder.resolve("clip." + container));
    byte[] bytes = Files.readAllBytes(whole);
    int from = bytes.length / 2;
    Arrays.fill(bytes, from, from + Math.max(250, bytes.length / 20), (byte) 0x55);
    Path holed = folder.resolve("holed." + container);
    Files.write(holed, bytes);
    List<Integer> numbers = new ArrayList<>();
    try (FrameSource source = FrameSources.open(holed.toString())) {
      assertThatThrownBy(() -> Painted.readInto(source, numbers))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("holed." + container + " (frame " + numbers.size());
      assertThatThrownBy(source::next).isInstanceOf(EngramException.class);
    }
    assertThat(numbers).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "This is text, not a video.\n", "<html><body>404</body></html>"})
  void textUnderAVideosNameIsRefused(String text) throws IOException {
    Path file = folder.resolve("clip.mp4");
    Files.writeString(file, text.repeat(100));
    assertThatThrownBy(() -> FrameSources.open(file.toString()))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(file + ": not a video that can be read");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("clip.mp4"));
    assertThatThrownBy(() -> FrameSources.open(file.toString()))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(file + ": the file is empty");
  }

  @Test
  void aMissingFileIsRefused() {
    assertThatThrownBy(() -> FrameSources.open(folder.resolve("none.mp4").toString()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("none.mp4: no such file");
  }

  @Test
  void soundAloneIsRefused() throws IOException {
    byte[] wav = new byte[44 + 16_000];
    byte[] head = "RIFF....WAVEfmt ".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, wav, 0, head.length);
    java.nio.ByteBuffer.wrap(wav)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt(4, 16_036)
        .putInt(16, 16)
        .putShort(20, (short) 1)
        .putShort(22, (short) 1)
        .putInt(24, 8000)
        .putInt(28, 16_000)
        .putShort(32, (short) 2)
        .putShort(34, (short) 16)
        .put(36, "data".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(40, 16_000);
    Path file = folder.resolve("sound.wav");
    Files.write(file, wav);
    assertThatThrownBy(() -> FrameSources.open(file.toString()))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(file + ": holds no video");
  }

  @Test
  void aStreamedMp4ThatLostItsIndexSaysSo() throws IOException {
    byte[] bytes =
        Files.readAllBytes(TestClip.of("mp4", "mpeg4").write(folder.resolve("clip.mp4")));
    byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
    assertThatThrownBy(() -> FrameSources.open(new ByteArrayInputStream(cut), "standard input"))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith("standard input: has no index (moov)");
  }

  @Test
  void aStreamWithNothingInItIsRefused() {
    assertThatThrownBy(() -> FrameSources.open(InputStream.nullInputStream(), "standard input"))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("standard input: cannot be opened (nothing arrived)");
  }

  @Test
  void aStreamThatFailsIsQuotedAtItsFrame() throws IOException {
    byte[] bytes = Files.readAllBytes(TestClip.of("mpegts", "mpeg4").write(folder.resolve("clip")));
    InputStream failing =
        new ByteArrayInputStream(bytes, 0, bytes.length / 2) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            int count = super.read(buffer, offset, Math.min(length, 512));
            if (count < 0) {
              throw new java.io.UncheckedIOException(new IOException("the cable was pulled"));
            }
            return count;
          }
        };
    assertThatThrownBy(
            () -> {
              try (FrameSource source = FrameSources.open(failing, "standard input")) {
                Painted.numbers(source);
              }
            })
        .isInstanceOf(EngramException.class)
        .hasMessageMatching("standard input \\(frame \\d+\\): .*the cable was pulled.*");
  }
}
