package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class BenchmarkRunTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;
  private static final BenchmarkRun.Forms PLAIN = new BenchmarkRun.Forms(false, false, 1);

  @TempDir Path folder;
  private final List<String> begun = new ArrayList<>();

  @BeforeEach
  void twoVideosOfNoise() {
    write("data", false);
  }

  private void write(String data, boolean mirrored) {
    Random random = new Random(1);
    for (String video : List.of("a", "b")) {
      for (int i = 0; i < 4; i++) {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        random.nextBytes(rgb);
        int[] labels = new int[WIDTH * HEIGHT];
        for (int p = 0; p < labels.length; p++) {
          labels[p] = p % WIDTH < 14 ? 1 : p % WIDTH > 40 ? 3 : 0;
        }
        if (mirrored) {
          mirror(rgb, labels);
        }
        String name = video + "/0000" + i + ".png";
        RgbFile.write(folder.resolve(data + "/JPEGImages/" + name), rgb, WIDTH, HEIGHT);
        MaskWriter.write(
            folder.resolve(data + "/Annotations/" + name),
            LabelMap.of(WIDTH, HEIGHT, labels),
            Palette.davis());
      }
    }
  }

  private static void mirror(byte[] rgb, int[] labels) {
    byte[] rgbBefore = rgb.clone();
    int[] labelsBefore = labels.clone();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int from = y * WIDTH + x;
        int to = y * WIDTH + WIDTH - 1 - x;
        labels[to] = labelsBefore[from];
        System.arraycopy(rgbBefore, 3 * from, rgb, 3 * to, 3);
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
    return run("data", out, frames, PLAIN);
  }

  private BenchmarkRun open(String data, String out, BenchmarkRun.Forms forms) {
    return BenchmarkRun.open(
        Benchmark.DAVIS2017, folder.resolve(data), "val", List.of(), folder.resolve(out), forms);
  }

  private Scores run(String data, String out, int frames, BenchmarkRun.Forms forms) {
    BenchmarkRun run = open(data, out, forms);
    try (Engram engram = Engram.of(TinyXMem.plain().weights(), Device.CPU)) {
      List<BenchmarkRun.Timing> timings =
          run.run(engram, "w", SegmenterOptions.defaults().withSize(32), monitor(frames));
      assertThat(timings)
          .extracting(BenchmarkRun.Timing::frames)
          .containsOnly(4L * forms.plays())
          .hasSize(2);
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

  @Test
  void aRunDoesNotGoOnWithResultsOfOtherWeightsOrSettings() {
    run("out", 100);
    try (Engram engram = Engram.of(TinyXMem.plain().weights(), Device.CPU)) {
      BenchmarkRun run = open("data", "out", PLAIN);
      SegmenterOptions options = SegmenterOptions.defaults().withSize(32);
      assertThatThrownBy(() -> run.run(engram, "other", options, monitor(100)))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("out: has results with model XMem")
          .hasMessageContaining("weights w, but now it is XMem");
      assertThatThrownBy(() -> run.run(engram, "w", options.withSize(48), monitor(100)))
          .hasMessageContaining("out: has results with size 32 of at most 1080, but now it is 48");
      assertThatThrownBy(
              () ->
                  open("data", "out", new BenchmarkRun.Forms(true, false, 1))
                      .run(engram, "w", options, monitor(100)))
          .hasMessageContaining("out: has results with flip false, but now it is true");
      write("other", false);
      assertThatThrownBy(() -> open("other", "out", PLAIN).run(engram, "w", options, monitor(100)))
          .hasMessageContaining("out: has results with data")
          .hasMessageContaining("other");
    }
  }

  @Test
  void aFolderWithoutAFinishedVideoTakesNewSettings() {
    assertThatThrownBy(() -> run("out", 2)).hasMessageContaining("stopped here, as asked");
    try (Engram engram = Engram.of(TinyXMem.plain().weights(), Device.CPU)) {
      SegmenterOptions options = SegmenterOptions.defaults().withSize(48);
      assertThat(open("data", "out", PLAIN).run(engram, "w", options, monitor(100))).hasSize(2);
    }
  }

  @Test
  void resultsOfUnknownOriginAreNotGoneOnWith() throws IOException {
    run("out", 100);
    Files.delete(folder.resolve("out/settings.json"));
    assertThatThrownBy(() -> run("out", 100))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("out: has results with command unknown, but now it is evaluate");
  }

  @Test
  void aVideoPlayedForthAndBackIsScoredInEachPlaying() {
    Scores once = run("once", 100);
    Scores thrice = run("data", "thrice", 100, new BenchmarkRun.Forms(false, false, 3));
    ObjectScore object = thrice.videos().get(0).objects().get(0);
    assertThat(object.frames())
        .containsExactly(
            "000001-00001",
            "000002-00002",
            "000003-00003",
            "000004-00003",
            "000005-00002",
            "000006-00001",
            "000007-00000",
            "000008-00000",
            "000009-00001",
            "000010-00002");
    assertThat(object.region().subList(0, 2))
        .isEqualTo(once.videos().get(0).objects().get(0).region());
    assertThat(mask("thrice/Annotations/a/000003-00003.png"))
        .isEqualTo(mask("once/Annotations/a/00003.png"));
  }

  @Test
  void aVideoMayBeginWithoutObjectsButNotEnd() {
    MaskWriter.write(
        folder.resolve("data/Annotations/a/00000.png"),
        LabelMap.empty(WIDTH, HEIGHT),
        Palette.davis());
    for (int i = 0; i < 4; i++) {
      MaskWriter.write(
          folder.resolve("data/Annotations/b/0000" + i + ".png"),
          LabelMap.empty(WIDTH, HEIGHT),
          Palette.davis());
    }
    BenchmarkRun run =
        BenchmarkRun.open(
            Benchmark.GENERIC,
            folder.resolve("data"),
            "val",
            List.of(),
            folder.resolve("out"),
            PLAIN);
    try (Engram engram = Engram.of(TinyXMem.plain().weights(), Device.CPU)) {
      assertThatThrownBy(
              () -> run.run(engram, "w", SegmenterOptions.defaults().withSize(32), monitor(100)))
          .isInstanceOf(EngramException.class)
          .hasMessageEndingWith("b: no mask has an object. Give one that has.");
    }
    assertThat(mask("out/Annotations/a/00000.png").labels()).isEmpty();
    assertThat(mask("out/Annotations/a/00001.png").labels()).containsExactly(1, 3);
  }

  private LabelMap mask(String file) {
    return new MaskReader().read(folder.resolve(file)).labels();
  }

  @Test
  void aMirroredRunOfMirroredFramesGivesTheMasksMirrored() {
    write("turned", true);
    run("data", "plain", 100, PLAIN);
    run("turned", "flipped", 100, new BenchmarkRun.Forms(true, false, 1));
    int[] plain = mask("plain/Annotations/a/00003.png").toArray();
    mirror(new byte[3 * plain.length], plain);
    assertThat(mask("flipped/Annotations/a/00003.png").toArray()).isEqualTo(plain);
  }

  @Test
  void mergedRunsTakeTheLabelThatIsLikeliestInTheMean() {
    run("data", "plain", 100, new BenchmarkRun.Forms(false, true, 1));
    run("data", "flipped", 100, new BenchmarkRun.Forms(true, true, 1));
    long written =
        new ScoreMerger(List.of(folder.resolve("plain"), folder.resolve("flipped")))
            .merge(folder.resolve("merged"));
    assertThat(written).isEqualTo(8);
    SoftScores first = SoftScores.read(folder.resolve("plain/Scores/b/00002.npz"));
    SoftScores second = SoftScores.read(folder.resolve("flipped/Scores/b/00002.npz"));
    LabelMap merged = mask("merged/b/00002.png");
    assertThat(first.objects()).containsExactly(1, 3);
    int[] labels = {0, 1, 3};
    for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
      int best = 0;
      for (int plane = 1; plane < 3; plane++) {
        if (first.at(plane, pixel) + second.at(plane, pixel)
            > first.at(best, pixel) + second.at(best, pixel)) {
          best = plane;
        }
      }
      assertThat(merged.at(pixel % WIDTH, pixel / WIDTH)).isEqualTo(labels[best]);
    }
  }

  @Test
  void runsWithoutScoresCannotBeMerged() {
    run("data", "plain", 100, PLAIN);
    assertThatThrownBy(
            () -> new ScoreMerger(List.of(folder.resolve("plain"))).merge(folder.resolve("out")))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("Scores: no such folder");
  }

  @Test
  void theZipForAServerHoldsAFolderAVideo() throws IOException {
    BenchmarkRun run =
        BenchmarkRun.open(
            Benchmark.MOSE,
            folder.resolve("data"),
            "val",
            List.of("a"),
            folder.resolve("out"),
            PLAIN);
    try (Engram engram = Engram.of(TinyXMem.plain().weights(), Device.CPU)) {
      run.run(engram, "w", SegmenterOptions.defaults().withSize(32), monitor(100));
    }
    try (ZipFile zip = new ZipFile(run.writeZip().toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("a/00000.png", "a/00001.png", "a/00002.png", "a/00003.png");
    }
  }
}
