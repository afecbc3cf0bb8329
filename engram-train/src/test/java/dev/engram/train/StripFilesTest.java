package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.train.report.LogEntry.Score;
import dev.engram.train.report.LogEntry.Scores;
import dev.engram.train.report.RunPage.Strip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StripFilesTest {
  @TempDir Path folder;

  @Test
  void thoseOfTheFirstAndTheLastThreeValidationsAreKept() {
    StripFiles files = new StripFiles(folder.resolve("strips"));
    List<Scores> validations = new ArrayList<>();
    for (long iteration = 100; iteration <= 700; iteration += 100) {
      validations.add(new Scores(iteration, "", 1, Map.of("a-b", new Score(0.5, 0.5))));
      files.write(iteration, Map.of("a-b", new byte[] {1}));
      files.prune(validations);
    }
    assertThat(files.shown(validations))
        .extracting(Strip::iteration)
        .containsExactly(100L, 500L, 600L, 700L);
    assertThat(folder.resolve("strips")).isDirectoryNotContaining("glob:**300*");
  }
}
