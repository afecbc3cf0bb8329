package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import dev.engram.common.EngramException;
import dev.engram.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames found by the index against those of decoding from the start, which is the naive way. */
@Timeout(120)
class SeekingSourceTest {
  @TempDir Path folder;

  private static List<Frame> read(FrameSource source) {
    List<Frame> frames = new ArrayList<>();
    try (source) {
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        frames.add(frame);
      }
    }
    return frames;
  }

  private static void assertSame(Frame frame, Frame expected) {
    assertThat(frame.index()).isEqualTo(expected.index());
    assertThat(frame.name()).isEqualTo(expected.name());
    assertThat(frame.place()).isEqualTo(expected.place());
    assertThat(frame.timestampMicros()).as(frame.place()).isEqualTo(expected.timestampMicros());
    assertThat(Arrays.equals(frame.rgb(), expected.rgb())).as("%s", frame.place()).isTrue();
  }

  private static void assertSame(List<Frame> frames, List<Frame> expected) {
    assertThat(frames).hasSameSizeAs(expected);
    for (int i = 0; i < frames.size(); i++) {
      assertSame(frames.get(i), expected.get(i));
    }
  }

  /**
   * @return whether the index was used to the end
   */
  private static boolean assertAnyOrderGivesTheSame(Path file, long seed) {
    List<Frame> all = read(FrameSources.open(file.toString()));
    int count = all.size();
    Random random = new Random(seed);
    long chunk = 1L + random.nextInt(20);
    long chunkBytes = chunk * all.get(0).rgb().length;
    try (FrameAccess video = FrameAccess.open(file.toString(), chunkBytes)) {
      int at = 0;
      for (int i = 0; i < 50; i++) {
        int draw = random.nextInt(4);
        at = draw == 0 ? at + 1 : draw == 1 ? at - 1 : random.nextInt(count);
        at = Math.max(0, Math.min(count - 1, at));
        assertSame(video.frame(at), all.get(at));
      }
      for (int first : new int[] {0, 1, random.nextInt(count), count - 1}) {
        assertSame(read(video.forward(first)), all.subList(first, count));
      }
      assertThat(read(video.forward(count + random.nextInt(3)))).isEmpty();
      TreeSet<Long> chosen = new TreeSet<>();
      List<Frame> expected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (random.nextInt(20) == 0) {
          chosen.add((long) i);
          expected.add(all.get(i));
        }
      }
      assertSame(read(video.chosen(chosen)), expected);
      int first = random.nextInt(count);
      List<Frame> reversed = new ArrayList<>(all.subList(first, count));
      Collections.reverse(reversed);
      assertSame(read(video.backward(first, Long.MAX_VALUE)), reversed);
      assertThat(video.countFrames()).isEqualTo(count);
      assertThatThrownBy(() -> video.frame(count))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("has " + count + " frames, so there is no frame " + count);
      return video.goesByIndex();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mp4,mpeg4,12,true",
    "mp4,mpeg4,1,true",
    "mp4,mpeg4,250,true",
    "mov,mpeg4,30,true",
    "mp4,libopenh264,12,true",
    "mp4,libopenh264,40,true",
    "matroska,libopenh264,15,true",
    "matroska,mpeg4,12,true",
    "matroska,mpeg2video,12,true",
    "webm,libvpx-vp9,12,true",
    "webm,libvpx-vp9,60,true",
    "webm,libvpx,12,true",
    "mp4,libvpx-vp9,12,true",
    "mpegts,libopenh264,12,true",
    "mpegts,mpeg4,12,true",
    "mpegts,mpeg2video,12,true",
    "mpeg,mpeg2video,12,false",
    "avi,mpeg4,12,false",
    "avi,libopenh264,12,false",
    "matroska,ffvhuff,1,true",
    "flv,libopenh264,12,true",
    "h264,libopenh264,12,false",
    "mpeg2video,mpeg2video,12,false",
    "ivf,libvpx,12,true"
  })
  void anyOrderGivesTheFramesOfDecodingFromTheStart(
      String container, String codec, int gop, boolean indexed) {
    Path file = TestClip.of(container, codec).gop(gop).frames(100).write(folder.resolve("clip"));
    assertThat(assertAnyOrderGivesTheSame(file, gop + codec.hashCode())).isEqualTo(indexed);
  }

  @ParameterizedTest
  @CsvSource({"mp4,mpeg4", "matroska,libopenh264", "webm,libvpx-vp9"})
  void framesOfVariableRateKeepTheirTimes(String container, String codec) {
    Random random = new Random(3);
    List<Integer> times = new ArrayList<>(List.of(0));
    for (int i = 1; i < 90; i++) {
      times.add(times.get(i - 1) + 1 + random.nextInt(i % 20 == 0 ? 3000 : 90));
    }
    TestClip clip = TestClip.of(container, codec).gop(12).times(times);
    assertThat(assertAnyOrderGivesTheSame(clip.write(folder.resolve("clip")), 1)).isTrue();
  }

  @Test
  void aTurnedVideoIsTurnedEverywhere() throws IOException {
    Path file = TestClip.of("mp4", "mpeg4").gop(12).frames(60).write(folder.resolve("a.mp4"));
    byte[] bytes = Files.readAllBytes(file);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    ByteBuffer matrix = ByteBuffer.wrap(bytes, header + 44, 20);
    matrix.putInt(0).putInt(1 << 16).putInt(0).putInt(-1 << 16).putInt(0);
    Files.write(file, bytes);
    assertThat(assertAnyOrderGivesTheSame(file, 2)).isTrue();
    try (FrameAccess video = FrameAccess.open(file.toString())) {
      assertThat(video.frame(40).width()).isEqualTo(96);
    }
  }

  @Test
  void aRealClipWithPicturesOutOfOrderGivesTheSame() {
    Path clip = Shared.file("data/clips/chair.mp4");
    assertThat(assertAnyOrderGivesTheSame(clip, 3)).isTrue();
  }

  /** Each packet is copied, its times moved on; key pictures are where the clip begins again. */
  @ParameterizedTest
  @ValueSource(strings = {"mp4", "matroska", "mpegts"})
  void aRealClipThreeTimesOverGivesTheSame(String container) {
    Path clip = Shared.file("data/clips/chair.mp4");
    Path file = Repeated.write(clip, 3, container, folder.resolve("clip"));
    assertThat(assertAnyOrderGivesTheSame(file, 4)).isTrue();
  }

  @Test
  void packetsThatAreMissingLeaveNoIndex() {
    Path file = folder.resolve("a.mkv");
    TestClip.of("matroska", "libopenh264").gop(12).frames(60).write(file);
    try (FrameAccess video = FrameAccess.open(file.toString())) {
      assertThat(video.goesByIndex()).isTrue();
    }
    List<Integer> gap = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      gap.add(40 * i + (i > 30 ? 200 : 0));
    }
    TestClip.of("matroska", "libopenh264").gop(12).times(gap).write(file);
    assertThat(assertAnyOrderGivesTheSame(file, 5)).isFalse();
  }

  @Test
  void anIndexThatIsWrongIsFoundOutAndDoneWithout() {
    Path file = TestClip.of("mp4", "mpeg4").gop(12).frames(60).write(folder.resolve("a.mp4"));
    Path other = TestClip.of("mp4", "mpeg4").gop(10).frames(60).write(folder.resolve("b.mp4"));
    List<Frame> all = read(FrameSources.open(file.toString()));
    for (int frame : new int[] {1, 30, 59, 5}) {
      LazyFrameIndex wrong = new LazyFrameIndex(VideoInput.ofFile(other));
      try (SeekingSource source =
          new SeekingSource(
              FrameSources.open(file.toString()),
              wrong,
              () -> FrameSources.open(file.toString()))) {
        assertThat(source.seek(frame)).isEqualTo(frame);
        assertSame(source.next(), all.get(frame));
        assertThat(source.seek(40)).isEqualTo(40);
        assertSame(read(source), all.subList(40, 60));
      }
    }
  }

  @Test
  void aDamagedPictureSpoilsNoneThatCanBeDecodedWithoutIt() throws IOException {
    Path file = TestClip.of("mp4", "libopenh264").gop(12).frames(60).write(folder.resolve("a.mp4"));
    List<Frame> all = read(FrameSources.open(file.toString()));
    byte[] bytes = Files.readAllBytes(file);
    int[] sizes = packetSizes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4;
    for (int i = 0; i < 30; i++) {
      at += sizes[i];
    }
    Arrays.fill(bytes, at + 5, at + sizes[30], (byte) 0x55);
    Files.write(file, bytes);
    try (FrameAccess video = FrameAccess.open(file.toString())) {
      assertSame(video.frame(29), all.get(29));
      assertThatThrownBy(() -> video.frame(30))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("(frame 30): the video breaks off or is damaged here");
      assertSame(video.frame(36), all.get(36));
      assertSame(video.frame(7), all.get(7));
      assertThat(video.goesByIndex()).isTrue();
    }
  }

  private static int[] packetSizes(Path file) {
    try (Demuxer demuxer = Demuxer.open(VideoInput.ofFile(file))) {
      int[] sizes = new int[60];
      AVPacket packet = av_packet_alloc();
      for (int i = 0; demuxer.read(packet); i++) {
        sizes[i] = packet.size();
        av_packet_unref(packet);
      }
      av_packet_free(packet);
      return sizes;
    }
  }

  @Test
  void aFileThatChangesIsReadWithoutItsOldIndex() {
    Path file = TestClip.of("mp4", "mpeg4").gop(12).frames(60).write(folder.resolve("a.mp4"));
    try (FrameAccess video = FrameAccess.open(file.toString())) {
      assertThat(Painted.number(video.frame(50))).isEqualTo(50);
      TestClip.of("mp4", "mpeg4").gop(7).frames(45).write(file);
      assertThat(video.goesByIndex()).isFalse();
      assertThat(Painted.number(video.frame(40))).isEqualTo(40);
    }
  }
}
