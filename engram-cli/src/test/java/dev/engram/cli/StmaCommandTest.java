package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.OneThread;
import dev.engram.testing.TinyStma;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An STMA is a model as any other. */
@ExtendWith(OneThread.class)
class StmaCommandTest {
  @TempDir Path folder;

  private SmallJob job;
  private Path model;

  @BeforeEach
  void prepare() {
    job = new SmallJob(folder);
    model = TinyStma.plain().write(folder);
  }

  @Test
  void segmentTakesObjectsThatAppearLater() {
    SmallJob.CLIP.writeMask(folder.resolve("masks/00000.png"), 1);
    SmallJob.CLIP.writeMask(folder.resolve("masks/00004.png"), 1, 2);
    Path masks = folder.resolve("masks");
    for (Object[] more : new Object[][] {{}, {"--original-memory", "--spatial-frames", "3"}}) {
      Object[] all = new Object[more.length + 2];
      System.arraycopy(more, 0, all, 2, more.length);
      all[0] = "--model";
      all[1] = model;

      Cli run = job.segment(job.frames(9), masks, all);

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(Cli.masksIn(job.out())).hasSize(9);
    }
  }

  private Cli suggest(int frames, Path network) {
    Path data = job.dataSet(frames);
    return Cli.run(
        "suggest",
        data.resolve("JPEGImages/clip"),
        "--masks",
        job.mask("0.png"),
        "--predictions",
        data.resolve("Annotations/clip"),
        "--model",
        network,
        "--size",
        "-1");
  }

  @Test
  void suggestComparesFramesByItsKeys() {
    Cli run = suggest(6, model);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("score");
  }

  @Test
  void suggestSaysThatAModelWithoutTemporalMemoryHasNoKeys() {
    Cli run = suggest(3, TinyStma.withoutTemporalMemory().write(folder));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("has no temporal memory");
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void infoTellsWhatItIs() {
    Cli run = Cli.run("models", "info", TinyStma.joint().write(folder));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("STMA (ConvViT 16/2,", ", joint attention)")
        .contains("metadata    joint_attention = true");
  }
}
