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
class SuggestCommandTest {
  @TempDir Path folder;
  private SmallJob job;
  private Path frames;
  private Path predictions;

  @BeforeEach
  void prepare() {
    job = new SmallJob(folder);
    Path data = job.dataSet(8);
    frames = data.resolve("JPEGImages/clip");
    predictions = data.resolve("Annotations/clip");
  }

  private Cli suggest(Object... more) {
    List<Object> words = new ArrayList<>(List.of("suggest", frames, "--masks", job.mask("0.png")));
    words.addAll(List.of("--predictions", predictions, "--model", job.model(), "--size", "-1"));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  @Test
  void framesComeWithTheirScoresAndReasons() {
    Cli run = suggest("-k", "3");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches("frame +[1-7]  0000[1-7] +score [0-9.]+  unlike every annotated .*"));
  }

  @Test
  void asJsonTheyCanBeReadByPrograms() {
    Cli run = suggest("-k", "2", "--json", "--quiet", "--alpha", "0");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("[{\"frame\":").contains("\"nearest\":0", "\"score\":");
  }

  @Test
  void aFrameWithoutAPredictionIsNamed() throws IOException {
    Path missing = predictions.resolve("00004.png");
    Files.delete(missing);

    suggest("--quiet").assertRefused(missing + ": is missing. Segment the whole video first");
  }

  @Test
  void anObjectThatNoReferenceShowsIsRefused() {
    suggest("--object", "7").assertRefused("object 7: no reference shows it. There are [1, 2].");
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    suggest("--alpha", "3").assertRefused("alpha is 3. Give 0 to 1.");
    suggest("-k", "0", "-q").assertRefused("k is 0. Give 1 or more.");
  }
}
