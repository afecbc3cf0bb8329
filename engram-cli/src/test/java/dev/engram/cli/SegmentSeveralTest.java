package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.tensor.TorchRuntime;
import dev.engram.testing.OneThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code engram segment} with more than one input. */
@ExtendWith(OneThread.class)
class SegmentSeveralTest {
  @TempDir Path folder;
  private SmallJob job;
  private Path masks;
  private int threads;

  @BeforeEach
  void prepare() {
    job = new SmallJob(folder);
    masks = folder.resolve("all-masks");
    threads = TorchRuntime.threads();
  }

  @AfterEach
  void giveThreadsBack() {
    TorchRuntime.setThreads(threads);
  }

  private Path clip(String name, int frames) {
    return SmallJob.CLIP.writeFolder(folder.resolve(name), frames);
  }

  private Cli segment(Object... words) {
    List<Object> all = new ArrayList<>(List.of("segment"));
    all.addAll(Arrays.asList(words));
    all.addAll(List.of("--masks", masks, "-o", job.out(), "--size", "-1", "--model", job.model()));
    return Cli.run(all.toArray());
  }

  @Test
  void eachGetsAFolderOfItsNameWithTheMasksThatItWouldGetAlone() throws IOException {
    Path ant = clip("ant", 4);
    Path bee = job.video(3);
    Path antMask = SmallJob.CLIP.writeMask(masks.resolve("ant/00000.png"), 1, 2);
    SmallJob.CLIP.writeMask(masks.resolve("clip.png"), 1);

    Cli run = segment(ant, bee, "--jobs", 2, "--threads", 2, "--overlay", folder.resolve("films"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("4 masks of 64x48 in " + job.out().resolve("ant"));
    assertThat(run.err()).contains("3 masks of 64x48 in " + job.out().resolve("clip"));
    assertThat(Cli.masksIn(job.out().resolve("clip"))).hasSize(3);
    assertThat(folder.resolve("films/ant.mp4")).isNotEmptyFile();
    assertThat(folder.resolve("films/clip.mp4")).isNotEmptyFile();
    byte[] together = Files.readAllBytes(job.out().resolve("ant/00003.png"));
    assertThat(job.segment(ant, antMask, "--threads", 1).exitCode()).isZero();
    assertThat(together).isEqualTo(Files.readAllBytes(job.out().resolve("00003.png")));
  }

  @Test
  void whatIsWrongWithOneLeavesTheOthersAlone() throws IOException {
    Path good = clip("good", 3);
    Path bad = clip("bad", 3);
    Files.writeString(bad.resolve("00002.png"), "damaged");
    SmallJob.CLIP.writeMask(masks.resolve("good.png"), 1);
    SmallJob.CLIP.writeMask(masks.resolve("bad.png"), 1);

    Cli run = segment(bad, good, "--json", "--quiet");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).startsWith("engram: ").contains("bad", "00002.png");
    assertThat(run.out().strip().lines()).hasSize(1);
    assertThat(run.out()).contains("good");
    assertThat(Cli.masksIn(job.out().resolve("good"))).hasSize(3);
    assertThat(Cli.masksIn(job.out().resolve("bad"))).hasSize(2);
  }

  @Test
  void anInputWithoutMasksIsNamedBeforeAnythingIsWritten() {
    Path ant = clip("ant", 2);
    Path bee = clip("bee", 2);
    SmallJob.CLIP.writeMask(masks.resolve("ant.png"), 1);

    segment(ant, bee).assertRefused(bee + ": has no masks", masks.resolve("bee").toString());
    assertThat(job.out()).doesNotExist();
  }

  @Test
  void twoOfOneNameAreRefused() {
    Path one = clip("a/clip", 2);
    Path two = clip("b/clip", 2);
    SmallJob.CLIP.writeMask(masks.resolve("clip.png"), 1);

    segment(one, two).assertRefused("b/clip: has the same name as", "a/clip");
  }

  @Test
  void standardInputAndAnOverlayFileAreForOneInput() {
    Path ant = clip("ant", 2);
    SmallJob.CLIP.writeMask(masks.resolve("ant.png"), 1);

    segment(ant, "-").assertRefused("-: standard input has no name");
    segment(ant, ant, "--overlay", folder.resolve("o.mp4")).assertRefused("o.mp4: with several");
    segment(ant, "--jobs", 0).assertRefused("--jobs 0: give 1 or more");
  }

  @Test
  void aFilesNameIsWithoutItsEndingAndAFoldersWhole() {
    clip("shot.v2", 1);
    assertThat(SegmentInput.nameOf(folder.resolve("shot.v2").toString())).isEqualTo("shot.v2");
    assertThat(SegmentInput.nameOf("videos/shot.v2.mp4")).isEqualTo("shot.v2");
    assertThat(SegmentInput.nameOf("https://example.org/a/clip.mp4?x=1.2#t")).isEqualTo("clip");
  }
}
