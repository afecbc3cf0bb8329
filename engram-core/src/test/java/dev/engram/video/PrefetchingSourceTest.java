package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class PrefetchingSourceTest {
  @TempDir Path folder;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Path clip;

  @BeforeEach
  void writeClip() {
    clip = TestClip.of("mp4", "mpeg4").movflags("+faststart").write(folder.resolve("a.mp4"));
  }

  @Test
  void theFramesAreTheSame() {
    try (FrameSource source = new PrefetchingSource(FrameSources.open(clip.toString()))) {
      assertThat(source.skip(3)).isEqualTo(3);
      assertThat(source.next().index()).isEqualTo(3);
      assertThat(source.skip(2)).isEqualTo(2);
      assertThat(Painted.numbers(source)).isEqualTo(Painted.upTo(50).subList(6, 50));
      assertThat(source.next()).isNull();
      assertThat(source.frameCount()).isEqualTo(50);
    }
  }

  @Test
  void anErrorComesAfterTheFramesBeforeIt() throws IOException {
    byte[] bytes = Files.readAllBytes(clip);
    Files.write(clip, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    List<Integer> numbers = new ArrayList<>();
    try (FrameSource source = new PrefetchingSource(FrameSources.open(clip.toString()), 2)) {
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(() -> Painted.readInto(source, numbers))
            .isInstanceOf(EngramException.class)
            .hasMessageContaining("a.mp4 (frame ");
      }
    }
    assertThat(numbers).isNotEmpty().isEqualTo(Painted.upTo(numbers.size()));
  }

  @Test
  void itClosesInTheMiddleAndBeforeTheStart() {
    for (int read = 0; read < 8; read++) {
      FrameSource source = new PrefetchingSource(FrameSources.open(clip.toString()), 1);
      for (int i = 0; i < read; i++) {
        source.next();
      }
      source.close();
      source.close();
      assertThat(source.next()).isNull();
    }
  }

  @Test
  void itClosesWhileItsInputIsSilent() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    FrameSource silent =
        new FrameSource() {
          @Override
          public Frame next() {
            waiting.countDown();
            try {
              Thread.sleep(60_000);
            } catch (InterruptedException e) {
              throw new IllegalStateException("interrupted", e);
            }
            return null;
          }

          @Override
          public long skip(long count) {
            return 0;
          }

          @Override
          public long frameCount() {
            return -1;
          }

          @Override
          public double frameRate() {
            return 0;
          }

          @Override
          public int width() {
            return 1;
          }

          @Override
          public int height() {
            return 1;
          }

          @Override
          public List<String> names() {
            return List.of();
          }

          @Override
          public String describe() {
            return "silence";
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    PrefetchingSource source = new PrefetchingSource(silent);
    AtomicReference<Throwable> met = new AtomicReference<>();
    Thread consumer = new Thread(() -> met.set(catchThrowable(source::next)));
    consumer.start();
    waiting.await();
    source.close();
    consumer.join();
    assertThat(met.get()).isNull();
    closed.await();
  }
}
