package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FrameCacheTest {
  private static final long ROOM = 64 << 20;

  @TempDir Path folder;

  private String clip() {
    return TestClip.of("mp4", "mpeg4").write(folder.resolve("a.mp4")).toString();
  }

  /** Holds the decoding thread until the latch is counted down. */
  private static CountDownLatch hold(FrameCache cache) throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Boolean> unused =
        cache.ask(
            () -> {
              reached.countDown();
              awaitQuietly(release);
              return true;
            });
    reached.await();
    return release;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @CsvSource({"192", "1000", "100", "64", "7"})
  void picturesAreTheFramesScaledAndEncoded(int maxWidth) {
    String clip = clip();
    List<Integer> order = new ArrayList<>(Painted.upTo(50));
    Collections.shuffle(order, new Random(maxWidth));
    try (FrameCache cache = FrameCache.open(clip, ROOM);
        FrameAccess video = FrameAccess.open(clip);
        JpegEncoder encoder = new JpegEncoder()) {
      List<byte[]> expected = new ArrayList<>();
      try (FrameSource source = video.forward(0)) {
        for (Frame frame = source.next(); frame != null; frame = source.next()) {
          expected.add(encoder.encode(frame, maxWidth));
        }
      }
      for (int index : order) {
        assertThat(cache.jpeg(index, maxWidth).join()).isEqualTo(expected.get(index));
      }
    }
  }

  @Test
  void aPictureIsAJpegOfTheFramesShapeAndLooksLikeIt() throws IOException {
    String clip = clip();
    try (FrameCache cache = FrameCache.open(clip, ROOM);
        FrameAccess video = FrameAccess.open(clip)) {
      Frame frame = video.frame(21);
      byte[] jpeg = cache.jpeg(21, 5000).join();
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
      assertThat(image.getWidth()).isEqualTo(192);
      assertThat(image.getHeight()).isEqualTo(96);
      assertThat(Painted.meanDifference(Samples.ofImage(image), frame.rgb())).isLessThan(4);
      image = ImageIO.read(new ByteArrayInputStream(cache.jpeg(21, 96).join()));
      assertThat(image.getWidth()).isEqualTo(96);
      assertThat(image.getHeight()).isEqualTo(48);
      assertThat(cache.frame(21).join().rgb()).isEqualTo(frame.rgb());
    }
  }

  @Test
  void theNewestRequestIsServedFirstAndNoneThatNobodyWaitsFor() throws InterruptedException {
    try (FrameCache cache = FrameCache.open(clip(), ROOM)) {
      CountDownLatch release = hold(cache);
      List<Integer> served = Collections.synchronizedList(new ArrayList<>());
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int index : new int[] {3, 20, 9, 41}) {
        CompletableFuture<Frame> future = cache.frame(index);
        all.add(future.thenAccept(frame -> served.add((int) frame.index())));
        if (index == 20) {
          future.cancel(false);
        }
      }
      release.countDown();
      all.get(0).join();
      assertThat(served).containsExactly(41, 9, 3);
      assertThat(cache.cached()).noneMatch(span -> span.first() <= 20 && span.last() >= 20);
    }
  }

  @Test
  void whoGivesWayWaitsUntilNobodyWaitsForAPicture() throws InterruptedException {
    try (FrameCache cache = FrameCache.open(clip(), ROOM)) {
      CountDownLatch release = hold(cache);
      CompletableFuture<Frame> picture = cache.frame(30);
      cache.giveWay(1);
      assertThat(picture).isNotDone();

      release.countDown();
      cache.giveWay(60_000);
      assertThat(picture).isDone();
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1000", "20000", "300000"})
  void noMoreIsHeldThanAllowed(long capacity) {
    try (FrameCache cache = FrameCache.open(clip(), capacity)) {
      Random random = new Random(5);
      for (int i = 0; i < 60; i++) {
        int index = random.nextInt(50);
        Frame frame = cache.frame(index).join();
        assertThat(Painted.number(frame)).isEqualTo(index);
        assertThat(cache.jpeg(random.nextInt(50), 50 + random.nextInt(100)).join()).isNotEmpty();
        assertThat(cache.bytes()).isLessThanOrEqualTo(capacity);
      }
    }
  }

  @Test
  void whatComesNextIsMadeReadyMeanwhile() throws InterruptedException {
    try (FrameCache cache = FrameCache.open(clip(), ROOM)) {
      cache.jpeg(10, 100).join();
      awaitSpan(cache, new FrameSpan(10, 49));
      assertThat(cache.jpeg(30, 100)).isDone();
    }
  }

  @Test
  void whatCameBeforeIsMadeReadyWhenGoingBackwards() throws InterruptedException {
    try (FrameCache cache = FrameCache.open(clip(), ROOM)) {
      cache.jpeg(49, 100).join();
      cache.jpeg(48, 100).join();
      awaitSpan(cache, new FrameSpan(0, 49));
      // of the last its pixels are there before its picture is
      awaitIdle();
      assertThat(cache.jpeg(0, 100)).isDone();
    }
  }

  private static void awaitIdle() throws InterruptedException {
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(
            thread ->
                thread.getName().equals("engram-pictures")
                    && thread.getState() != Thread.State.WAITING)) {
      Thread.sleep(5);
    }
  }

  private static void awaitSpan(FrameCache cache, FrameSpan wanted) throws InterruptedException {
    while (!cache.cached().equals(List.of(wanted))) {
      Thread.sleep(5);
    }
  }

  @Test
  void manyThreadsGetTheFramesTheyAskFor() throws InterruptedException {
    try (FrameCache cache = FrameCache.open(clip(), 400_000)) {
      List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        Random random = new Random(t);
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < 30; i++) {
                    int index = random.nextInt(50);
                    assertThat(Painted.number(cache.frame(index).join())).isEqualTo(index);
                    cache.jpeg(index, 30 + random.nextInt(3)).join();
                    cache.cached();
                  }
                });
        thread.setUncaughtExceptionHandler((who, e) -> failures.add(e));
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void closingCancelsWhatIsWaitedFor() throws InterruptedException {
    FrameCache cache = FrameCache.open(clip(), ROOM);
    CountDownLatch release = hold(cache);
    CompletableFuture<byte[]> waiting = cache.jpeg(3, 100);
    Thread closer = new Thread(cache::close);
    closer.start();
    assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
    release.countDown();
    closer.join();
    cache.close();
    assertThatThrownBy(() -> cache.jpeg(3, 100)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingIsSafeInTheMiddleOfRequests() throws InterruptedException {
    String clip = clip();
    for (int round = 0; round < 10; round++) {
      FrameCache cache = FrameCache.open(clip, ROOM);
      List<CompletableFuture<byte[]>> futures = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        futures.add(cache.jpeg(49 - i, 100));
      }
      Thread.sleep(3L * round);
      cache.close();
      assertThat(futures).allMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void aDamagedImageIsAnErrorOfItsOwnFrameOnly() throws IOException {
    images("png", 12);
    Files.writeString(folder.resolve("f05.png"), "broken");
    try (FrameCache cache = FrameCache.open(folder.toString(), ROOM)) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 12; i++) {
          CompletableFuture<byte[]> future = cache.jpeg(i, 20);
          if (i == 5) {
            assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(EngramException.class)
                .hasMessageContaining("f05.png");
          } else {
            assertThat(future.join()).isNotEmpty();
          }
        }
      }
    }
  }

  @Test
  void aFrameBeyondTheEndIsAnErrorAndTheCacheGoesOn() {
    try (FrameCache cache = FrameCache.open(clip(), ROOM)) {
      assertThatThrownBy(cache.jpeg(50, 100)::join)
          .hasCauseInstanceOf(EngramException.class)
          .hasMessageContaining("has 50 frames, so there is no frame 50");
      assertThat(cache.jpeg(49, 100).join()).isNotEmpty();
      assertThat(cache.frame(49).join().index()).isEqualTo(49);
    }
  }

  @Test
  void aJpegThatNeedsNoChangeIsGivenAsItIs() throws IOException {
    images("jpg", 3);
    byte[] own = Files.readAllBytes(folder.resolve("f01.jpg"));
    Files.write(folder.resolve("f02.jpg"), Arrays.copyOf(own, own.length / 2));
    try (FrameCache cache = FrameCache.open(folder.toString(), ROOM)) {
      assertThat(cache.jpeg(1, 24).join()).isEqualTo(own);
      assertThat(cache.jpeg(1, 1000).join()).isEqualTo(own);
      assertThat(cache.jpeg(1, 12).join()).isNotEqualTo(own);
      assertThatThrownBy(cache.jpeg(2, 24)::join).hasMessageContaining("f02.jpg");
      assertThat(cache.names()).containsExactly("f00", "f01", "f02");
    }
  }

  @Test
  void aJpegThatEachViewerWouldShowInItsOwnWayIsMadeAnew() throws IOException {
    images("jpg", 1);
    Path file = folder.resolve("f00.jpg");
    byte[] own = Files.readAllBytes(file);
    byte[] exif = {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0
    };
    byte[] turned = Arrays.copyOf(own, own.length + exif.length);
    System.arraycopy(exif, 0, turned, 2, exif.length);
    System.arraycopy(own, 2, turned, 2 + exif.length, own.length - 2);
    Files.write(file, turned);
    try (FrameCache cache = FrameCache.open(folder.toString(), ROOM)) {
      BufferedImage shown = ImageIO.read(new ByteArrayInputStream(cache.jpeg(0, 100).join()));
      assertThat(shown.getWidth()).isEqualTo(16);
      assertThat(shown.getHeight()).isEqualTo(24);
    }
  }

  private void images(String format, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i, 3, 0xFFFFFF);
      ImageIO.write(image, format, folder.resolve(String.format("f%02d.%s", i, format)).toFile());
    }
  }
}
