package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir Path folder;

  @Test
  void whatIsMissingIsNamed() {
    Cli.run("train", "--data", folder).assertMisused("CONFIGURATION, --data and --out are needed");
    Cli.run("train", folder.resolve("no.yaml"), "--data", folder, "-o", folder.resolve("run"))
        .assertRefused("no.yaml: cannot be read");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theConfigurationOfTheEmbeddedModelIsRead() {
    Path configuration = Path.of("../configurations/engram-s.yaml");
    Cli.run("train", configuration, "--data", folder, "-o", folder.resolve("run"))
        .assertRefused(folder.toString(), "no such folder");
  }
}
