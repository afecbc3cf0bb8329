package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import dev.engram.tensor.Device;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyXMem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class BenchmarkRunTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;

  @TempDir Path folder;
  private final List<String> begun = new ArrayList<>();

  @BeforeEach
  void twoVideosOfNoise() {
    Random random = new Random(1);
    for (String video : List.of("a", "b")) {
      for (int i = 0; i < 4; i++) {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        random.nextBytes(rgb);
        RgbFile.write(
            folder.resolve("data/JPEGImages/" + video + "/0000" + i + ".png"), rgb, WIDTH, HEIGHT);
        int[] labels = new int[WIDTH * HEIGHT];
        java.util.Arrays.fill(labels, 0, 500, 1);
        MaskWriter.write(
            folder.resolve("data/Annotations/" + video + "/0000" + i + ".png"),
            LabelMap.of(WIDTH, HEIGHT, labels),
            Palette.davis());
      }
    }
  }

  /** Stops after so many frames. */
  private BenchmarkRun.Monitor monitor(int frames) {
    return new BenchmarkRun.Monitor() {
      private int left = frames;

      @Override
      public void onVideo(String name, int number, int count) {
        begun.add(name + " " + number + "/" + count);
      }

      @Override
      public void onFrame(long done, long total) {
        left--;
      }

      @Override
      public boolean stopRequested() {
        return left <= 0;
      }
    };
  }

  private Scores run(String out, int frames) {
    BenchmarkRun run =
        BenchmarkRun.open(
            Benchmark.DAVIS2017, folder.resolve("data"), "val", List.of(), folder.resolve(out));
    try (Engram engram = Engram.of(TinyXMem.plain().weights(), Device.CPU)) {
      List<BenchmarkRun.Timing> timings =
          run.run(engram, SegmenterOptions.defaults().withSize(32), monitor(frames));
      assertThat(timings).extracting(BenchmarkRun.Timing::frames).containsExactly(4L, 4L);
    }
    return run.score();
  }

  @Test
  void aRunThatWasStoppedGoesOnAndEndsWithTheSameScores() throws IOException {
    Scores whole = run("whole", 100);
    assertThat(begun).containsExactly("a 1/2", "b 2/2");
    begun.clear();
    assertThatThrownBy(() -> run("parts", 6))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("stopped here, as asked");
    assertThat(folder.resolve("parts/Annotations")).isDirectoryContaining(p -> p.endsWith("a"));
    assertThat(folder.resolve("parts/Annotations/b")).doesNotExist();
    begun.clear();
    assertThat(run("parts", 100)).isEqualTo(whole);
    assertThat(begun).containsExactly("b 2/2");
    assertThat(Files.readAllBytes(folder.resolve("parts/Annotations/b/00003.png")))
        .isEqualTo(Files.readAllBytes(folder.resolve("whole/Annotations/b/00003.png")));
  }
}
