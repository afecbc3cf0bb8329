package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedModelTest {
  @TempDir Path folder;

  @Test
  void theEmbeddedModelIsListedAndWhole() {
    assertThat(Cli.run("models", "list").out()).containsPattern("engram-s +embedded");
    assertThat(Cli.run("models", "info", "engram-s").out())
        .contains("file        embedded", "network     XMem (ResNet-18, 10.8 M parameters")
        .contains("mem_every = 3");
  }

  @Test
  void withoutAModelTheEmbeddedOneFollowsTheDemosObjects() {
    Cli run = Cli.run("demo", "-o", folder, "--frames", "4");
    assertThat(run.exitCode()).as(run.err()).isZero();
    double mean = Double.parseDouble(run.out().replaceAll("(?s).*mean J ([0-9.]+);.*", "$1"));
    assertThat(mean).isGreaterThan(0.9);
  }
}
