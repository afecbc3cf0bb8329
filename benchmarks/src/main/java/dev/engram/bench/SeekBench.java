package dev.engram.bench;

import dev.engram.video.Frame;
import dev.engram.video.FrameAccess;
import dev.engram.video.FrameCache;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import dev.engram.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * How long a frame takes in no order, in H.264 with 250 frames from one key picture to the next:
 * decoded from the start, found by the index, beside the last one, and as a picture for display.
 */
public final class SeekBench {
  private static final int GOP = 250;
  private static final int FRAMES = 3 * GOP;
  private static final int DRAWS = 60;
  private static final int SLOW_DRAWS = 12;

  private SeekBench() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("engram-seek");
    Path file = folder.resolve("clip.mp4");
    try {
      measure(file, 854, 480);
      measure(file, 1920, 1080);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static void measure(Path file, int width, int height) {
    MovingSquares clip = new MovingSquares(width, height, 3);
    // a key picture comes every two seconds
    try (VideoWriter writer = new VideoWriter(file, width, height, GOP / 2.0)) {
      for (int i = 0; i < FRAMES; i++) {
        writer.write(clip.frame(i).rgb());
      }
    }
    System.out.printf(Locale.ROOT, "%dx%d, %d frames%n", width, height, FRAMES);
    report("any frame, from the start", SLOW_DRAWS, fromTheStart(file.toString()));
    try (FrameAccess video = FrameAccess.open(file.toString())) {
      long started = System.nanoTime();
      video.frame(1);
      System.out.printf(Locale.ROOT, "  index and first frame: %.0f ms%n", millis(started));
      report("any frame", DRAWS, video::frame);
      long[] at = {0};
      report("the frame after the last", DRAWS, ignored -> video.frame(at[0]++));
    }
    try (FrameCache cache = FrameCache.open(file.toString(), 0)) {
      report("any picture for display, nothing held", DRAWS, i -> cache.jpeg(i, 854).join());
    }
    try (FrameCache cache = FrameCache.open(file.toString(), 256 << 20)) {
      long[] at = {FRAMES};
      report("backwards, picture by picture", 2 * DRAWS, i -> cache.jpeg(--at[0], 854).join());
    }
  }

  private static LongConsumer fromTheStart(String input) {
    return index -> {
      try (FrameSource source = FrameSources.open(input)) {
        source.skip(index);
        Frame frame = source.next();
        if (frame == null || frame.index() != index) {
          throw new IllegalStateException("no frame " + index);
        }
      }
    };
  }

  private static void report(String what, int draws, LongConsumer show) {
    Random random = new Random(7);
    double[] times = new double[draws];
    for (int i = 0; i < draws; i++) {
      long index = random.nextInt(FRAMES);
      long started = System.nanoTime();
      show.accept(index);
      times[i] = millis(started);
    }
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "  %s: median %.1f ms, 95 %% within %.1f ms%n",
        what,
        times[draws / 2],
        times[(int) (0.95 * (draws - 1))]);
  }

  private static double millis(long started) {
    return (System.nanoTime() - started) / 1e6;
  }
}
