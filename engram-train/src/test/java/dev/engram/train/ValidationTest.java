package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.VideoSegmenter;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.mask.ContourAccuracy;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.mask.RegionSimilarity;
import dev.engram.tensor.Device;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyXMem;
import dev.engram.train.data.TestData;
import dev.engram.train.report.LogEntry.Score;
import dev.engram.train.report.LogEntry.Scores;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class ValidationTest {
  private static final String VALIDATION =
      "validation: {videos: held-out/video, sequences: [a], every: 2, frames: 5, short_side: 64}\n";

  @TempDir Path folder;
  private TinyRun tiny;
  private Path frames;
  private Path masks;

  @BeforeEach
  void data() {
    tiny = new TinyRun(folder);
    TestData.write(folder.resolve("data/held-out"), 7);
    frames = folder.resolve("data/held-out/video/JPEGImages/a");
    masks = folder.resolve("data/held-out/video/Annotations/a");
  }

  private Validation open(String validation) throws IOException {
    Path file = Files.writeString(folder.resolve("v.yaml"), TinyRun.configuration(4) + validation);
    return Validation.open(TrainConfig.read(file), folder.resolve("data"), Device.CPU);
  }

  private void assertRefused(String validation, String... said) {
    assertThatThrownBy(() -> open(validation))
        .isInstanceOf(EngramException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(said).endsWith("."));
  }

  @Test
  void scoresAreThoseOfASessionOfItsOwn() throws IOException {
    Files.delete(masks.resolve("0.png"));
    Files.delete(masks.resolve("3.png"));
    StateDict weights = TinyXMem.plain().weights();
    Validation.Result found = open(VALIDATION).run(weights, () -> false);

    List<Double> regions = new ArrayList<>();
    List<Double> contours = new ArrayList<>();
    MaskReader reader = new MaskReader();
    try (Engram engram = Engram.of(weights, Device.CPU);
        VideoSegmenter session = engram.open(SegmenterOptions.defaults().withSize(64));
        FrameSource source = FrameSources.open(frames.toString())) {
      source.skip(1);
      LabelMap given = reader.read(masks.resolve("1.png")).labels();
      session.step(source.next(), given);
      for (int i = 2; i < 6; i++) {
        LabelMap labels = session.step(source.next());
        if (i != 3) {
          LabelMap truth = reader.read(masks.resolve(i + ".png")).labels();
          for (int label : given.labels()) {
            regions.add(RegionSimilarity.of(labels, truth, label));
            contours.add(ContourAccuracy.of(labels, truth, label));
          }
        }
      }
    }
    assertThat(regions).hasSizeGreaterThan(3);
    Score score = found.scores().get("a");
    assertThat(score.region())
        .isCloseTo(regions.stream().mapToDouble(v -> v).average().orElse(0), within(1e-12));
    assertThat(score.contour())
        .isCloseTo(contours.stream().mapToDouble(v -> v).average().orElse(0), within(1e-12));
    var strip = ImageIO.read(new ByteArrayInputStream(found.strips().get("a")));
    assertThat(strip.getHeight()).isEqualTo(100);
    assertThat(strip.getWidth()).isEqualTo(5 * 150 + 4 * 4);
  }

  @Test
  void isDueEverySoOftenAndAtTheEnd() throws IOException {
    Validation validation = open(VALIDATION.replace("every: 2", "every: 3"));
    assertThat(List.of(0L, 1L, 2L, 3L, 4L).stream().filter(validation::isDue))
        .containsExactly(3L, 4L);
  }

  @Test
  void changesNothingOfTheTrainingAndIsNotRepeatedOnResuming() {
    String configuration = TinyRun.configuration(4) + VALIDATION;
    tiny.train(TinyRun.configuration(4), "without");
    List<Scores> told = new ArrayList<>();
    TrainLog log =
        new TrainLog() {
          @Override
          public void iteration(long iteration, long iterations, Step step) {}

          @Override
          public void validation(Scores scores) {
            told.add(scores);
          }
        };
    tiny.train(configuration, "whole", log, () -> false);
    assertThat(told).extracting(Scores::iteration).containsExactly(2L, 4L);

    // the first time it is stopped while it validates, the second time before the third iteration
    AtomicInteger asked = new AtomicInteger();
    tiny.train(configuration, "parts", log, () -> asked.incrementAndGet() > 3);
    assertThat(told).hasSize(2);
    asked.set(-5);
    tiny.train(configuration, "parts", log, () -> asked.incrementAndGet() > 0);
    assertThat(told).hasSize(3);
    tiny.train(configuration, "parts", log, () -> false);
    assertThat(told).hasSize(4);

    assertThat(tiny.account("parts")).isEqualTo(tiny.account("whole")).hasSize(3);
    for (String run : List.of("without", "parts")) {
      assertThat(folder.resolve(run + "/state.safetensors"))
          .hasSameBinaryContentAs(folder.resolve("whole/state.safetensors"));
    }
    assertThat(folder.resolve("parts/best.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/best.safetensors"));
    assertThat(folder.resolve("parts/index.html"))
        .content()
        .contains("after 2 iterations", "after 4 iterations", "data:image/jpeg");
  }

  @Test
  void whatIsTrainedOnIsRefused() {
    assertRefused(
        VALIDATION.replace("held-out/video", "video"),
        folder.resolve("data/video/JPEGImages/a") + ": is trained on as well");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whatIsTrainedOnIsRefusedByAnotherNameToo() throws IOException {
    Files.createSymbolicLink(folder.resolve("data/link"), folder.resolve("data/video"));
    assertRefused(VALIDATION.replace("held-out/video", "link"), "link/JPEGImages/a: is trained on");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertRefused(VALIDATION.replace("[a]", "[a, b]"), "has no sequence b", "There are a.");
    assertRefused(VALIDATION.replace("held-out", "nowhere"), "nowhere", "no such folder");
    for (int i = 1; i < 7; i++) {
      Files.delete(masks.resolve(i + ".png"));
    }
    assertRefused(VALIDATION, masks + ": nothing to score, as no frame after 0, of 5 in all,");
    Files.delete(masks.resolve("0.png"));
    assertRefused(VALIDATION, masks.toString());
  }

  @Test
  void wrongKeysAreNamed() {
    assertRefused(VALIDATION.replace("every: 2", "every: 0"), "v.yaml: validation: every is 0");
    assertRefused(VALIDATION.replace("frames: 5", "frames: 1"), "frames is 1", "or 0");
    assertRefused(VALIDATION.replace("every", "evry"), "every is missing");
    assertRefused(VALIDATION.replace("frames", "frame"), "validation: frame is no key");
  }
}
