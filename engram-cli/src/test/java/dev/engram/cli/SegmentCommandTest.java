package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.checkpoint.NpyFile;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.testing.OneThread;
import dev.engram.testing.Shared;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class SegmentCommandTest {
  @TempDir Path folder;
  private SmallJob job;

  @BeforeEach
  void prepare() {
    job = new SmallJob(folder);
  }

  private LabelMap first() {
    return new MaskReader().read(job.out().resolve("00000.png")).labels();
  }

  @Test
  void aFolderOfFramesGivesAMaskAFrame() {
    Cli run = job.segment(job.frames(4), job.mask("first.png"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("4 masks of 64x48 in " + job.out());
    assertThat(Cli.masksIn(job.out())).hasSize(4);
    assertThat(first()).isEqualTo(SmallJob.CLIP.mask(1, 2));
  }

  @Test
  void theSecondRunGivesTheSameBytes() throws IOException {
    Path frames = job.frames(4);
    job.segment(frames, job.mask("first.png"));
    byte[] before = Files.readAllBytes(job.out().resolve("00003.png"));

    assertThat(job.segment(frames, job.mask("first.png")).exitCode()).isZero();
    assertThat(Files.readAllBytes(job.out().resolve("00003.png"))).isEqualTo(before);
  }

  @Test
  void aVideoOnStandardInputDoesAsWell() throws IOException {
    InputStream before = System.in;
    try (InputStream video = new FileInputStream(job.video(4).toFile())) {
      System.setIn(video);
      Cli run = job.segment("-", job.mask("first.png"));
      assertThat(run.exitCode()).as(run.err()).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(Cli.masksIn(job.out())).hasSize(4);
  }

  @Test
  void quietMeansNothingAtAll() {
    Cli run = job.segment(job.frames(2), job.mask("first.png"), "--quiet");

    assertThat(run).isEqualTo(new Cli(0, "", ""));
  }

  @Test
  void verboseTellsModelInputAndOptions() {
    Cli run = job.segment(job.frames(2), job.mask("first.png"), "--verbose");

    assertThat(run.err())
        .contains("XMem (ResNet-18", " on CPU", "2 frames of 64x48", "SegmenterOptions[size=-1");
  }

  @Test
  void jsonIsAllThatStandardOutputGets() {
    Cli run = job.segment(job.frames(2), job.mask("first.png"), "--json", "--mem-every", "3");

    assertThat(run.out().strip().lines()).hasSize(1);
    assertThat(run.out()).startsWith("{\"input\":").contains("\"frames\":2", "\"memEvery\":3");
  }

  @Test
  void aRangeProbabilitiesAndAnOverlayOnRequest() {
    Path overlay = folder.resolve("overlay.mp4");
    Cli run =
        job.segment(
            job.frames(6),
            job.mask("first.png"),
            "--start=2",
            "--end=4",
            "--save-probabilities",
            "--binary",
            "--overlay",
            overlay);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Cli.masksIn(job.out())).containsExactly("00002.png", "00003.png", "00004.png");
    Path numbers = job.out().resolve("probabilities/00004.npy");
    assertThat(NpyFile.read(numbers).shape()).containsExactly(3, 48, 64);
    assertThat(overlay).isNotEmptyFile();
  }

  @Test
  void aVideoMayLieBesideItsMasks() {
    Path video = job.video(2);

    Cli run =
        Cli.run("segment", video, "-m", job.mask("a.png"), "--model", job.model(), "-o", folder);

    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void theChairClipAsFileFolderAndStream() throws IOException {
    Path video = Shared.file("data/clips/chair.mp4");
    Path frames = Shared.file("data/clips/JPEGImages/chair");
    Path mask = Shared.file("data/clips/Annotations/chair/frame_000000.png");

    assertChair(job.segment(video, mask, "--size", "64", "--json"));
    assertThat(first()).isEqualTo(new MaskReader().read(mask).labels());
    job = new SmallJob(Files.createDirectories(folder.resolve("folder")));
    assertChair(job.segment(frames, mask, "--size", "64", "--json"));
    job = new SmallJob(Files.createDirectories(folder.resolve("stream")));
    InputStream before = System.in;
    try (InputStream in = Files.newInputStream(video)) {
      System.setIn(in);
      assertChair(job.segment("-", mask, "--size", "64", "--json"));
    } finally {
      System.setIn(before);
    }
  }

  private void assertChair(Cli run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("60 masks of 720x480");
    assertThat(Cli.masksIn(job.out())).hasSize(60);
    for (String key :
        Arrays.asList("seconds", "framesPerSecond", "peakMemoryBytes", "secondsToFirstMask")) {
      assertThat(run.out()).containsPattern("\"" + key + "\":[0-9.]*[1-9]");
    }
    assertThat(run.out()).contains("\"frames\":60", "\"options\":{\"device\":\"cpu\"");
  }

  @Test
  void trainedWeightsSegmentTheChair() {
    Path video = Shared.file("data/clips/chair.mp4");
    Path mask = Shared.file("data/clips/Annotations/chair/frame_000000.png");
    Path weights = Shared.file("weights/prototype-s.safetensors");

    Cli run = job.segment(video, mask, "--model", weights, "--size", "240", "--end", "2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    LabelMap last = new MaskReader().read(job.out().resolve("00002.png")).labels();
    LabelMap given = new MaskReader().read(mask).labels();
    assertThat(last.labels()).isEqualTo(given.labels());
    int label = given.labels()[0];
    assertThat(last.area(label) / (double) given.area(label)).isBetween(0.8, 1.25);
  }
}
