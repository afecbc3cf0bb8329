package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.testing.Shared;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class VideoSourceTest {
  @TempDir Path folder;

  /** mpeg4 and mpeg2video write B-pictures here, so that they are decoded out of order. */
  @ParameterizedTest
  @CsvSource({
    "a.mp4,mp4,mpeg4",
    "b.mp4,mp4,libopenh264",
    "c.mkv,matroska,mpeg4",
    "d.webm,webm,libvpx-vp9",
    "e.avi,avi,mpeg4",
    "f.ts,mpegts,mpeg4",
    "g.mpg,mpeg,mpeg2video",
    "h.flv,flv,libopenh264",
    "i.mov,mov,mpeg4",
    "j.h264,h264,libopenh264",
    "k.y4m,yuv4mpegpipe,rawvideo",
    "l.txt,matroska,mpeg4"
  })
  void everyFrameComesOnceInPresentationOrder(String name, String container, String codec) {
    Path file = TestClip.of(container, codec).write(folder.resolve(name));
    try (FrameSource source = FrameSources.open(file.toString())) {
      assertThat(source.width()).isEqualTo(192);
      assertThat(source.height()).isEqualTo(96);
      assertThat(source.frameRate()).isEqualTo(25);
      assertThat(source.names()).isEmpty();
      assertThat(source.frameCount()).isIn(-1L, 50L);
      for (int i = 0; i < 50; i++) {
        Frame frame = source.next();
        assertThat(frame.index()).isEqualTo(i);
        assertThat(frame.name()).isEqualTo(String.format("%05d", i));
        assertThat(frame.place()).isEqualTo(file + " (frame " + i + ")");
        assertThat(Painted.number(frame)).isEqualTo(i);
        assertThat(frame.timestampMicros()).isBetween(i * 40_000L - 1000, i * 40_000L + 1000);
      }
      assertThat(source.next()).isNull();
      assertThat(source.next()).isNull();
    }
  }

  @Test
  void theCountIsTheContainersWhereItHasOne() {
    Path file = TestClip.of("mp4", "mpeg4").write(folder.resolve("a.mp4"));
    try (FrameSource source = FrameSources.open(file.toString())) {
      assertThat(source.frameCount()).isEqualTo(50);
    }
  }

  @Test
  void skippedFramesAreCounted() {
    Path file = TestClip.of("mp4", "mpeg4").write(folder.resolve("a.mp4"));
    try (FrameSource source = FrameSources.open(file.toString())) {
      assertThat(source.skip(0)).isZero();
      assertThat(source.skip(17)).isEqualTo(17);
      Frame frame = source.next();
      assertThat(frame.index()).isEqualTo(17);
      assertThat(Painted.number(frame)).isEqualTo(17);
      assertThat(frame.timestampMicros()).isEqualTo(17 * 40_000);
      assertThat(source.skip(1000)).isEqualTo(32);
      assertThat(source.next()).isNull();
    }
  }

  @Test
  void framesOfVariableRateKeepTheirTimes() {
    long[] times = {0, 40_000, 50_000, 450_000, 1_450_000, 1_466_667};
    Path file = folder.resolve("vfr.mp4");
    try (VideoWriter writer = new VideoWriter(file, 96, 64, 25)) {
      for (int i = 0; i < times.length; i++) {
        writer.write(Painted.picture(96, 64, i), times[i]);
      }
    }
    try (FrameSource source = FrameSources.open(file.toString())) {
      for (int i = 0; i < times.length; i++) {
        Frame frame = source.next();
        assertThat(Painted.number(frame)).isEqualTo(i);
        assertThat(frame.timestampMicros()).isBetween(times[i] - 30, times[i] + 30);
      }
      assertThat(source.next()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1,-1,0,64,96", "-1,0,0,-1,96,64", "0,-1,1,0,64,96", "1,0,0,1,96,64"})
  void theContainersRotationIsApplied(int a, int b, int c, int d, int width, int height)
      throws IOException {
    Path file = folder.resolve("turned.mp4");
    byte[] picture = Painted.picture(96, 64, 1);
    try (VideoWriter writer = new VideoWriter(file, 96, 64, 25)) {
      writer.write(picture);
    }
    byte[] bytes = Files.readAllBytes(file);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    ByteBuffer matrix = ByteBuffer.wrap(bytes, header + 44, 20);
    matrix.putInt(a << 16).putInt(b << 16).putInt(0).putInt(c << 16).putInt(d << 16);
    Files.write(file, bytes);
    try (FrameSource source = FrameSources.open(file.toString())) {
      assertThat(source.width()).isEqualTo(width);
      assertThat(source.height()).isEqualTo(height);
      byte[] expected = Orientation.ofMatrix(a, b, c, d).apply(picture, 96, 64);
      assertThat(Painted.meanDifference(source.next().rgb(), expected)).isLessThan(6);
    }
  }

  @Test
  void oddSizesKeepEveryPixel() {
    Path file = folder.resolve("odd.mkv");
    try (VideoWriter writer = new VideoWriter(file, 853, 481, 25)) {
      writer.write(Painted.picture(853, 481, 5));
    }
    try (FrameSource source = FrameSources.open(file.toString())) {
      Frame frame = source.next();
      assertThat(frame.width()).isEqualTo(853);
      assertThat(frame.height()).isEqualTo(481);
      assertThat(Painted.number(frame)).isEqualTo(5);
    }
  }

  /** Luma of 10 bits: 64 is black in limited range, and 0 in full range. */
  @ParameterizedTest
  @CsvSource({"LIMITED,64,0", "LIMITED,502,128", "LIMITED,940,255", "FULL,0,0", "FULL,512,128"})
  void tenBitsAndBothRangesAreConverted(String range, int luma, int grey) throws IOException {
    String head = "YUV4MPEG2 W18 H10 F25:1 C420p10 XCOLORRANGE=" + range + "\nFRAME\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 18 * 10 * 3 / 2; i++) {
      int sample = i < 18 * 10 ? luma : 512;
      bytes.write(sample & 0xFF);
      bytes.write(sample >> 8);
    }
    InputStream stream = new ByteArrayInputStream(bytes.toByteArray());
    try (FrameSource source = FrameSources.open(stream, "y4m")) {
      byte[] rgb = source.next().rgb();
      assertThat(rgb).hasSize(3 * 18 * 10);
      for (byte value : rgb) {
        assertThat(value & 0xFF).isBetween(grey - 1, grey + 1);
      }
    }
  }

  @Test
  void aGifAndAStreamOfJpegsAreVideos() throws IOException {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream jpegs = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      ImageIO.write(image, "jpg", jpegs);
    }
    InputStream stream = new ByteArrayInputStream(jpegs.toByteArray());
    try (FrameSource source = FrameSources.open(stream, "camera")) {
      assertThat(source.skip(9)).isEqualTo(3);
    }
    Path gif = folder.resolve("a.gif");
    ImageIO.write(image, "gif", gif.toFile());
    try (FrameSource source = FrameSources.open(gif.toString())) {
      assertThat(source.next().name()).isEqualTo("00000");
      assertThat(source.next()).isNull();
    }
  }

  @Test
  void aChangeOfSizeNamesTheFrame() throws IOException {
    Path small = TestClip.of("h264", "libopenh264").frames(3).write(folder.resolve("a.h264"));
    Path large = folder.resolve("b.h264");
    new TestClip("h264", "libopenh264", "", 96, 64, 3).write(large);
    Path both = folder.resolve("both.h264");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Files.readAllBytes(small));
    bytes.writeBytes(Files.readAllBytes(large));
    Files.write(both, bytes.toByteArray());
    List<Integer> numbers = new ArrayList<>();
    try (FrameSource source = FrameSources.open(both.toString())) {
      assertThatThrownBy(() -> Painted.readInto(source, numbers))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("both.h264 (frame 3)")
          .hasMessageContaining("192x96")
          .hasMessageContaining("96x64");
    }
    assertThat(numbers).isEqualTo(Painted.upTo(3));
  }

  @ParameterizedTest
  @CsvSource({
    "mpegts,mpeg4,''",
    "matroska,libopenh264,''",
    "mp4,mpeg4,''",
    "mp4,mpeg4,+faststart",
    "mp4,mpeg4,frag_keyframe+empty_moov",
    "yuv4mpegpipe,rawvideo,''"
  })
  void aStreamGivesTheSameFramesAsAFile(String container, String codec, String movflags)
      throws IOException {
    Path file = TestClip.of(container, codec).movflags(movflags).write(folder.resolve("clip"));
    try (InputStream stream = Files.newInputStream(file);
        FrameSource source = FrameSources.open(stream, "standard input")) {
      assertThat(Painted.numbers(source)).isEqualTo(Painted.upTo(50));
    }
  }

  @Test
  void standardInputIsADash() throws IOException {
    Path file = TestClip.of("mpegts", "mpeg4").write(folder.resolve("clip"));
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(Files.readAllBytes(file)));
    try (FrameSource source = FrameSources.open("-")) {
      assertThat(source.describe()).isEqualTo("standard input");
      assertThat(Painted.numbers(source)).isEqualTo(Painted.upTo(50));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void anAddressIsFetched() throws Exception {
    Path file = TestClip.of("mpegts", "mpeg4").write(folder.resolve("clip"));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread sender =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  Files.copy(file, socket.getOutputStream());
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      sender.start();
      try (FrameSource source = FrameSources.open("tcp://127.0.0.1:" + server.getLocalPort())) {
        assertThat(Painted.numbers(source)).isEqualTo(Painted.upTo(50));
      }
      sender.join();
    }
  }

  @Test
  void anAddressThatStaysSilentIsGivenUp() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "tcp://127.0.0.1:" + server.getLocalPort();
      VideoInput input = new VideoInput(url, null, url, null, 300, true);
      assertThatThrownBy(() -> VideoSource.open(input, 1))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining(url + ": cannot be opened (no answer within 0.3 seconds)");
    }
  }

  @ParameterizedTest
  @CsvSource({"tcp://127.0.0.1:1", "nonsense://there"})
  void anAddressThatDoesNotExistIsNamed(String url) {
    assertThatThrownBy(() -> FrameSources.open(url))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(url + ": cannot be opened (");
  }

  @Test
  void aRealClipAgreesWithItsExtractedFrames() throws IOException {
    Path clip = Shared.file("data/clips/chair.mp4");
    List<Path> images;
    try (Stream<Path> files = Files.list(Shared.file("data/clips/JPEGImages/chair"))) {
      images = files.sorted().toList();
    }
    try (FrameSource source = FrameSources.open(clip.toString())) {
      assertThat(source.frameCount()).isEqualTo(60);
      for (int i = 0; i < 60; i++) {
        Frame frame = source.next();
        assertThat(frame.width()).isEqualTo(720);
        assertThat(frame.height()).isEqualTo(480);
        if (i % 20 == 0) {
          byte[] expected = StillImage.read(images.get(i)).rgb();
          assertThat(Painted.meanDifference(frame.rgb(), expected)).isLessThan(2.5);
        }
      }
      assertThat(source.next()).isNull();
    }
  }
}
