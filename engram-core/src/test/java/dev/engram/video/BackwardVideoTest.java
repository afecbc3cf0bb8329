package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BackwardVideoTest {
  private static final int FRAME_BYTES = 192 * 96 * 3;

  @TempDir Path folder;

  private static List<Frame> read(FrameSource source) {
    List<Frame> frames = new ArrayList<>();
    for (Frame frame = source.next(); frame != null; frame = source.next()) {
      frames.add(frame);
    }
    return frames;
  }

  private static void assertBackwardIsForwardReversed(FrameAccess video, int first, int last) {
    List<Frame> expected = read(video.forward(0)).subList(first, last + 1);
    Collections.reverse(expected);
    List<Frame> frames = read(video.backward(first, last));
    assertThat(frames).hasSameSizeAs(expected);
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).index()).isEqualTo(expected.get(i).index());
      assertThat(frames.get(i).name()).isEqualTo(expected.get(i).name());
      assertThat(frames.get(i).place()).isEqualTo(expected.get(i).place());
      assertThat(frames.get(i).timestampMicros()).isEqualTo(expected.get(i).timestampMicros());
      assertThat(frames.get(i).rgb()).isEqualTo(expected.get(i).rgb());
    }
  }

  /** mpeg4 and mpeg2video write B-pictures here, so that they are decoded out of order. */
  @ParameterizedTest
  @CsvSource({
    "mp4,mpeg4",
    "matroska,libopenh264",
    "webm,libvpx-vp9",
    "mpegts,mpeg4",
    "mpeg,mpeg2video"
  })
  void framesComeBackwardsAsTheyWentForwards(String container, String codec) {
    Path file = TestClip.of(container, codec).write(folder.resolve("clip"));
    try (FrameAccess video = FrameAccess.open(file.toString(), 15 * FRAME_BYTES)) {
      assertBackwardIsForwardReversed(video, 0, 49);
      assertBackwardIsForwardReversed(video, 7, 40);
      assertBackwardIsForwardReversed(video, 49, 49);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 25, 49, 50, 51, 1000})
  void anySizeOfChunksGivesTheSame(int chunk) {
    Path file = TestClip.of("mp4", "mpeg4").write(folder.resolve("a.mp4"));
    List<Integer> expected = Painted.upTo(50);
    Collections.reverse(expected);
    try (FrameAccess video = FrameAccess.open(file.toString(), (long) chunk * FRAME_BYTES)) {
      assertThat(Painted.numbers(video.backward(0, Long.MAX_VALUE))).isEqualTo(expected);
      assertThat(Painted.numbers(video.backward(0, 60))).isEqualTo(expected);
      assertThat(Painted.numbers(video.backward(3, 49))).isEqualTo(expected.subList(0, 47));
      assertThat(Painted.numbers(video.backward(50, 60))).isEmpty();
      assertThat(Painted.numbers(video.backward(9, 8))).isEmpty();
      assertThat(video.countFrames()).isEqualTo(50);
      assertThat(Painted.numbers(video.backward(48, Long.MAX_VALUE))).containsExactly(49, 48);
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
    try (FrameAccess video = FrameAccess.open(file.toString(), 1)) {
      assertBackwardIsForwardReversed(video, 0, 5);
    }
  }

  @Test
  void noMoreThanAChunkIsHeldAndEachIsDecodedOnce() {
    Path file = TestClip.of("matroska", "mpeg4").write(folder.resolve("a.mkv"));
    List<Counting> passes = new ArrayList<>();
    Supplier<FrameSource> opener =
        () -> {
          passes.add(new Counting(FrameSources.open(file.toString())));
          return passes.get(passes.size() - 1);
        };
    try (FrameSource properties = FrameSources.open(file.toString());
        FrameSource backward =
            new BackwardVideo(properties, opener, LongUnaryOperator.identity(), 8, 0, 49)) {
      for (int given = 1; backward.next() != null; given++) {
        assertThat(passes.stream().mapToInt(pass -> pass.frames).sum() - given).isLessThan(8);
        assertThat(passes).allMatch(pass -> pass.closed);
      }
    }
    assertThat(passes).extracting(pass -> pass.frames).containsExactly(8, 8, 8, 8, 8, 8, 2);
  }

  @Test
  void skippedFramesAreCountedFromTheEnd() {
    Path file = TestClip.of("mp4", "mpeg4").write(folder.resolve("a.mp4"));
    try (FrameAccess video = FrameAccess.open(file.toString(), 6 * FRAME_BYTES)) {
      FrameSource backward = video.backward(3, Long.MAX_VALUE);
      assertThat(backward.skip(2)).isEqualTo(2);
      assertThat(Painted.number(backward.next())).isEqualTo(47);
      assertThat(backward.skip(20)).isEqualTo(20);
      assertThat(Painted.number(backward.next())).isEqualTo(26);
      assertThat(backward.skip(100)).isEqualTo(23);
      assertThat(backward.next()).isNull();
      assertThat(backward.skip(1)).isZero();
    }
  }

  @Test
  void aVideoThatShrinksMeanwhileIsRefused() {
    Path file = TestClip.of("matroska", "mpeg4").write(folder.resolve("a.mkv"));
    try (FrameAccess video = FrameAccess.open(file.toString(), 10 * FRAME_BYTES)) {
      FrameSource backward = video.backward(0, 49);
      assertThat(backward.skip(10)).isEqualTo(10);
      TestClip.of("matroska", "mpeg4").frames(35).write(file);
      assertThatThrownBy(backward::next)
          .isInstanceOf(EngramException.class)
          .hasMessage(
              file
                  + ": had a frame 39 before, and now ends after 35 frames. Leave it as it is"
                  + " while it is read, and start again.");
    }
  }

  @Test
  void anInterruptionEndsTheWaitForAChunk() {
    Path file = TestClip.of("mp4", "mpeg4").write(folder.resolve("a.mp4"));
    try (FrameAccess video = FrameAccess.open(file.toString())) {
      FrameSource backward = video.backward(0, 49);
      Thread.currentThread().interrupt();
      assertThatThrownBy(backward::next).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(Painted.number(backward.next())).isEqualTo(49);
    }
  }

  @Test
  void imagesComeBackwardsOneByOne() throws IOException {
    for (int i = 0; i < 12; i++) {
      BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB);
      image.setRGB(0, 0, i);
      ImageIO.write(image, "png", folder.resolve("f" + i + ".png").toFile());
    }
    try (FrameAccess video = FrameAccess.open(folder.toString(), 1)) {
      assertBackwardIsForwardReversed(video, 0, 11);
      assertBackwardIsForwardReversed(video, 2, 7);
      assertThat(read(video.backward(0, Long.MAX_VALUE))).hasSize(12);
      assertThat(read(video.backward(12, Long.MAX_VALUE))).isEmpty();
      assertThat(video.countFrames()).isEqualTo(12);
      Files.writeString(folder.resolve("f3.png"), "broken");
      FrameSource backward = video.backward(0, 5);
      assertThat(backward.next().name()).isEqualTo("f5");
      assertThat(backward.names().get(4)).isEqualTo(backward.next().name());
      assertThatThrownBy(backward::next).hasMessageContaining("f3.png");
      assertThat(backward.skip(1)).isEqualTo(1);
      assertThat(read(backward)).extracting(Frame::name).containsExactly("f2", "f1", "f0");
    }
  }

  private static final class Counting extends DelegatingSource {
    private int frames;
    private boolean closed;

    Counting(FrameSource source) {
      super(source);
    }

    @Override
    public Frame next() {
      Frame frame = source.next();
      frames += frame == null ? 0 : 1;
      return frame;
    }

    @Override
    public long skip(long count) {
      return source.skip(count);
    }

    @Override
    public void close() {
      closed = true;
      source.close();
    }
  }
}
