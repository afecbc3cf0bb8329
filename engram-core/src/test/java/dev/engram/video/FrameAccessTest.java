package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FrameAccessTest {
  @TempDir Path folder;

  private String clip() {
    return TestClip.of("mp4", "mpeg4").write(folder.resolve("a.mp4")).toString();
  }

  @Test
  void framesCanBeReadForwardsAgainAndFromAnywhere() {
    try (FrameAccess video = FrameAccess.open(clip())) {
      assertThat(video.canReopen()).isTrue();
      assertThat(video.width()).isEqualTo(192);
      assertThat(video.height()).isEqualTo(96);
      for (int first : new int[] {0, 17, 49, 50, 80}) {
        try (FrameSource source = video.forward(first)) {
          List<Integer> expected = Painted.upTo(50).subList(Math.min(first, 50), 50);
          assertThat(Painted.numbers(source)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void passesThatAreOpenAtOnceDoNotDisturbEachOther() {
    try (FrameAccess video = FrameAccess.open(clip());
        FrameSource forward = video.forward(0);
        FrameSource backward = video.backward(0, Long.MAX_VALUE)) {
      for (int i = 0; i < 50; i++) {
        assertThat(Painted.number(forward.next())).isEqualTo(i);
        assertThat(Painted.number(backward.next())).isEqualTo(49 - i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mp4,mpeg4,50",
    "matroska,mpeg4,-1",
    "webm,libvpx-vp9,-1",
    "mpegts,mpeg4,-1",
    "h264,libopenh264,-1"
  })
  void theCountIsExactWhateverTheContainerSays(String container, String codec, long said) {
    Path file = TestClip.of(container, codec).write(folder.resolve("clip"));
    try (FrameAccess video = FrameAccess.open(file.toString())) {
      assertThat(video.frameCount()).isEqualTo(said);
      assertThat(video.countFrames()).isEqualTo(50);
      assertThat(video.countFrames()).isEqualTo(50);
    }
  }

  @Test
  void chosenFramesAreThoseOfAWholePass() {
    try (FrameAccess video = FrameAccess.open(clip());
        FrameSource whole = video.forward(0);
        FrameSource chosen = video.chosen(new TreeSet<>(List.of(0L, 1L, 7L, 30L, 49L)))) {
      for (Frame frame = chosen.next(); frame != null; frame = chosen.next()) {
        Frame same = whole.next();
        while (same.index() < frame.index()) {
          same = whole.next();
        }
        assertSame(frame, same);
        assertSame(video.frame(frame.index()), same);
      }
      assertThat(whole.next()).isNull();
    }
  }

  private static void assertSame(Frame frame, Frame same) {
    assertThat(frame.index()).isEqualTo(same.index());
    assertThat(frame.timestampMicros()).isEqualTo(same.timestampMicros());
    assertThat(frame.rgb()).isEqualTo(same.rgb());
  }

  @ParameterizedTest
  @ValueSource(longs = {50, 51, 1_000_000_000_000L})
  void aChosenFrameBeyondTheEndIsRefusedWithTheCount(long index) {
    String clip = clip();
    try (FrameAccess video = FrameAccess.open(clip)) {
      assertThatThrownBy(() -> video.frame(index))
          .isInstanceOf(EngramException.class)
          .hasMessage(
              clip
                  + ": has 50 frames, so there is no frame "
                  + index
                  + ". They count from 0; choose one up to 49.");
    }
  }

  @Test
  void aPassThatHasFailedFailsAgain() {
    try (FrameAccess video = FrameAccess.open(clip());
        FrameSource chosen = video.chosen(new TreeSet<>(List.of(49L, 50L)))) {
      assertThat(Painted.number(chosen.next())).isEqualTo(49);
      assertThatThrownBy(chosen::next).hasMessageContaining("has 50 frames");
      assertThatThrownBy(chosen::next).hasMessageContaining("has 50 frames");
    }
  }

  @Test
  void standardInputIsReadOnceAndForwards() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(clip()));
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(bytes));
    String refusal =
        "standard input: can be read only once, and forwards. Save it to a file first.";
    try (FrameAccess video = FrameAccess.open("-")) {
      assertThat(video.canReopen()).isFalse();
      assertThatThrownBy(() -> video.backward(0, 9)).hasMessage(refusal);
      assertThatThrownBy(() -> video.frame(3)).hasMessage(refusal);
      assertThatThrownBy(video::countFrames).hasMessage(refusal);
      assertThat(Painted.numbers(video.forward(10))).isEqualTo(Painted.upTo(50).subList(10, 50));
      assertThatThrownBy(() -> video.forward(0))
          .isInstanceOf(EngramException.class)
          .hasMessage(refusal);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void whatComesLiveCannotBeReadAgain() {
    for (String input : List.of("-", "rtsp://camera", "UDP://@:1234", "srt://a:1", "tcp://a:1")) {
      assertThat(FrameAccess.isLasting(input)).as(input).isFalse();
    }
    for (String input : List.of("https://a/b.mp4", "file:///b.mp4", folder.toString(), clip())) {
      assertThat(FrameAccess.isLasting(input)).as(input).isTrue();
    }
  }

  @Test
  void damageIsNamedInEveryKindOfPass() throws IOException {
    Path clip = Path.of(clip());
    TestClip.of("mp4", "mpeg4").movflags("+faststart").write(clip);
    byte[] bytes = Files.readAllBytes(clip);
    Files.write(clip, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    try (FrameAccess video = FrameAccess.open(clip.toString())) {
      assertThat(Painted.numbers(video.backward(2, 5))).containsExactly(5, 4, 3, 2);
      assertThat(Painted.number(video.frame(3))).isEqualTo(3);
      assertDamage(video.backward(0, Long.MAX_VALUE)::next);
      assertDamage(video::countFrames);
      assertDamage(() -> video.frame(49));
      assertDamage(() -> video.forward(49));
    }
  }

  private static void assertDamage(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("a.mp4 (frame ")
        .hasMessageContaining("breaks off or is damaged")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFileThatIsGoneIsNamedAtTheNextPass() throws IOException {
    String clip = clip();
    try (FrameAccess video = FrameAccess.open(clip)) {
      assertThat(Painted.numbers(video.forward(0))).hasSize(50);
      Files.delete(Path.of(clip));
      assertThatThrownBy(() -> video.forward(0))
          .isInstanceOf(EngramException.class)
          .hasMessageStartingWith(clip + ": no such file");
    }
  }

  @Test
  void closingEndsAllPasses() {
    FrameAccess video = FrameAccess.open(clip());
    FrameSource forward = video.forward(0);
    FrameSource backward = video.backward(0, 9);
    FrameSource chosen = video.chosen(new TreeSet<>(List.of(2L)));
    assertThat(backward.next().index()).isEqualTo(9);
    video.close();
    video.close();
    assertThat(forward.next()).isNull();
    assertThat(forward.skip(1)).isZero();
    assertThat(backward.next()).isNull();
    assertThat(chosen.next()).isNull();
    assertThatThrownBy(() -> video.forward(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingIsSafeWhileAnotherThreadReads() throws InterruptedException {
    String clip = clip();
    for (int round = 0; round < 10; round++) {
      FrameAccess video = FrameAccess.open(clip);
      FrameSource source = round % 2 == 0 ? video.forward(0) : video.backward(0, 49);
      Thread reader = new Thread(() -> Painted.numbers(source));
      reader.start();
      Thread.sleep(2L * round);
      video.close();
      reader.join();
    }
  }
}
