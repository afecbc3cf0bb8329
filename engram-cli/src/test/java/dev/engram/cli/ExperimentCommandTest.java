package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.OneThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class ExperimentCommandTest {
  @TempDir Path folder;
  private SmallJob job;
  private Path data;

  @BeforeEach
  void aVideoOfTwoObjects() {
    job = new SmallJob(folder);
    data = job.dataSet(5);
  }

  private Cli experiment(String name, Object... more) {
    List<Object> words = new ArrayList<>(List.of("experiment", name, "-o", job.out()));
    words.addAll(List.of("--model", job.model(), "--size", "-1"));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  @Test
  void referencesTellsQualityByMethodAndNumber() throws IOException {
    Cli run =
        experiment(
            "references",
            "--counts",
            "1,2",
            "--images",
            data.resolve("JPEGImages/clip"),
            "--masks",
            data.resolve("Annotations/clip"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(7);
    assertThat(run.out())
        .containsPattern("XMem\\+\\+ outward +2 +\\d+\\.\\d +\\d+\\.\\d .* 24 +yes");
    assertThat(run.err()).contains("clip, XMem++ forward, references [0, 3]: J ");
    assertThat(job.out().resolve("references.json")).isNotEmptyFile();
    assertThat(Files.readString(job.out().resolve("references.html")))
        .contains("J and F with more references: clip", "engram experiment references");
  }

  @Test
  void clicksTellQualityByNumber() {
    Object[] words = {
      "experiment",
      "clicks",
      "-o",
      job.out(),
      "--images",
      data.resolve("JPEGImages/clip"),
      "--masks",
      data.resolve("Annotations/clip"),
      "--max-clicks",
      2,
      "--count",
      3
    };
    Cli run = Cli.run(words);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("random walks over colours, 3 objects", "NoC@85 ");
    assertThat(run.out().lines()).hasSize(5);
    assertThat(job.out().resolve("clicks.json")).isNotEmptyFile();
    words[9] = 0;
    Cli.run(words).assertRefused("--max-clicks 0: give 1 or more");
  }

  @Test
  void suggestionTellsQualityByChoice() {
    Cli run =
        experiment(
            "suggestion",
            "--counts",
            "2",
            "--repeats",
            "2",
            "--data",
            data,
            "--min-mask-presence",
            "0");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("suggested ", "uniform ").containsPattern("random .* yes");
    assertThat(job.out().resolve("suggestion.json")).isNotEmptyFile();
    assertThat(job.out().resolve("suggestion.html")).isNotEmptyFile();
  }

  @Test
  void whatCannotBeRunIsSaidInOneLine() throws IOException {
    experiment("references").assertRefused("Give --images and --masks of one video, or --data");
    experiment("references", "--data", data, "--images", "a").assertRefused("or --data");
    experiment("suggestion", "--data", data, "--alpha", "2").assertRefused("alpha is 2");
    experiment("references", "--data", data, "--counts", "9").assertRefused("--counts 9");
    Files.delete(job.out());
    Files.createFile(job.out());
    experiment("references", "--data", data).assertRefused("out: cannot be made (a file is in");
  }

  @Test
  void aloneItSaysWhichExperimentsThereAre() {
    assertThat(Cli.run("experiment").out()).contains("references", "suggestion");
  }
}
