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
class InteractiveCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void aVideoOfTwoObjects() {
    new SmallJob(folder).dataSet(4);
  }

  private Cli interactive(Object... more) {
    List<Object> words = new ArrayList<>(List.of("interactive", "--dataset", "davis2017"));
    words.addAll(List.of("--data", folder.resolve("data"), "-o", folder.resolve("out")));
    words.addAll(List.of("--model", TinyXMem.plain().write(folder), "--size", "-1"));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  @Test
  void tellsQualityByRoundAndTime() throws IOException {
    Path page = folder.resolve("page.html");
    Cli run = interactive("--rounds", "3", "--report", page);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("AUC ", "J&F at 60 s").containsPattern("\n +3 +\\d+\\.\\d");
    assertThat(run.err()).contains("clip, round 1: mask of ", "clip, round 3: mask of ");
    assertThat(Files.readString(folder.resolve("out/interactive.json"))).contains("\"AUC\"");
    assertThat(Files.readString(page)).contains("davis2017 val, worst frame given", "AUC");
    assertThat(folder.resolve("out/Annotations/clip")).isDirectoryContaining("glob:**.png");
  }

  @Test
  void anotherRobotNeedsAnotherFolder() {
    assertThat(interactive("--rounds", "1").exitCode()).isZero();
    interactive("--rounds", "1", "--choose", "random")
        .assertRefused("out: has results with robot", "RANDOM");
    interactive("--rounds", "0").assertRefused("there is nothing to run");
    interactive("--choose", "best").assertMisused("--choose");
  }
}
