package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.OneThread;
import dev.engram.testing.TinyXMem;
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
class EvaluateCommandTest {
  private static final int FRAMES = 5;

  @TempDir Path folder;

  @BeforeEach
  void aVideoOfTwoObjects() {
    new SmallJob(folder).dataSet(FRAMES);
  }

  private Cli evaluate(Object... more) {
    List<Object> words = new ArrayList<>(List.of("evaluate", "--data", folder.resolve("data")));
    words.addAll(List.of("-o", folder.resolve("out")));
    words.addAll(List.of("--model", TinyXMem.plain().write(folder)));
    words.addAll(List.of("--size", "-1"));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  @Test
  void aBenchmarkIsSegmentedScoredAndReported() throws IOException {
    Path page = folder.resolve("report.html");
    Cli run = evaluate("--dataset", "davis2017", "--report", page);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("clip", "object", "J&F", "mean");
    assertThat(folder.resolve("out/Annotations/clip")).isDirectoryContaining("glob:**.png");
    assertThat(Files.readString(folder.resolve("out/scores.json"))).contains("\"J&F\"");
    assertThat(Files.readString(page))
        .contains("davis2017 val", "frames a second", "memory")
        .containsPattern("safetensors: XMem \\(.*\\), weights [0-9a-f]{8}");
  }

  @Test
  void resultsOfOtherSettingsAreNotGoneOnWith() {
    assertThat(evaluate("--dataset", "davis2017").exitCode()).isZero();
    evaluate("--dataset", "davis2017", "--mem-every", "3")
        .assertRefused("out: has results with mem-every 5, but now it is 3");
    evaluate("--dataset", "davis2016").assertRefused("out: has results with benchmark davis2017");
  }

  @Test
  void repeatedRunsTellTheirDeviation() {
    Cli run = evaluate("--dataset", "long-video", "--repeat", "5");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsPattern("mean +\\d+\\.\\d ± \\d+\\.\\d");
    for (int offset = 0; offset < 10; offset += 2) {
      assertThat(folder.resolve("out/offset-" + offset + "/scores.json")).exists();
    }
    assertThat(folder.resolve("out/scores.json")).exists();
  }

  @Test
  void moreRepeatsThanOffsetsAreRefused() {
    evaluate("--dataset", "davis2017", "--repeat", "6")
        .assertRefused("--repeat 6: memory frames come every 5 frames");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aVideoCanBePlayedForthAndBack() {
    Path page = folder.resolve("report.html");
    Cli run = evaluate("--dataset", "long-video", "--extend", "3", "--report", page);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("15 frames");
    assertThat(page).content().contains("data:image/jpeg");
    evaluate("--dataset", "long-video", "--extend", "0").assertRefused("cannot be played 0 times");
  }

  @Test
  void whatNoServerTakesIsNotMade() throws IOException {
    for (int i = 1; i < FRAMES; i++) {
      Files.delete(
          folder.resolve("data/Annotations/clip/" + SmallJob.CLIP.frame(i).name() + ".png"));
    }
    evaluate("--dataset", "mose", "--extend", "3").assertRefused("some videos have no truth");
    Cli run = evaluate("--dataset", "mose");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("for the evaluation server: ");
  }

  @Test
  void seenAndUnseenClassesAreScoredApart() throws IOException {
    Path list = Files.writeString(folder.resolve("unseen.txt"), "clip\n");
    Cli run = evaluate("--dataset", "lvos", "--unseen", list);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsPattern("seen +0 +- +-").containsPattern("unseen +2 +\\d");
    assertThat(Files.readString(folder.resolve("out/scores.json"))).contains("\"unseen\"");
    evaluate("--dataset", "lvos", "--meta", list).assertRefused("--meta: tells nothing");
  }
}
