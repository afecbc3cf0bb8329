package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.TinyClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, as a process of its own feels it. */
class InterruptionTest {
  private static final int FRAMES = 400;

  @TempDir Path folder;

  private Process start(Path errors, Object input, Path out) throws IOException {
    SmallJob job = new SmallJob(folder);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        List.of(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "segment",
            input.toString(),
            "--masks",
            job.mask("0.png").toString(),
            "--model",
            job.model().toString(),
            "--threads",
            "1",
            "--quiet",
            "--verbose",
            "-o",
            out.toString());
    return new ProcessBuilder(command)
        .redirectError(errors.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @BeforeEach
  void requireSignals() {
    if (OS.WINDOWS.isCurrentOs()) {
      String message = "SKIPPED: a process cannot be sent Ctrl-C on Windows";
      System.err.println(message);
      Assumptions.abort(message);
    }
  }

  /** Sends Ctrl-C and waits for the end. */
  private static void interrupt(Process process) throws Exception {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
  }

  private static String onlyLineOf(Path errors) throws IOException {
    List<String> said =
        Files.readAllLines(errors).stream().filter(line -> line.startsWith("engram")).toList();
    assertThat(said).hasSize(1);
    return said.get(0);
  }

  @Test
  void theFrameInWorkIsFinishedAndTheExitCodeIsTheUsers() throws Exception {
    Path frames = TinyClip.small().writeFolder(folder.resolve("frames"), FRAMES);
    Path out = folder.resolve("out");
    Path errors = folder.resolve("errors.txt");
    Process process = start(errors, frames, out);
    try {
      Path third = out.resolve("00002.png");
      for (int i = 0; i < 600 && !Files.exists(third) && process.isAlive(); i++) {
        Thread.sleep(100);
      }
      assertThat(third).exists();
      interrupt(process);
      assertThat(onlyLineOf(errors)).contains("stopped here", out.toString(), "run again");
    } finally {
      process.destroyForcibly();
    }
    assertThat(Cli.masksIn(out)).hasSizeBetween(3, FRAMES - 1);
  }

  @Test
  void whoWaitsForAStreamThatSendsNothingIsLetGo() throws Exception {
    Path errors = folder.resolve("errors.txt");
    Process process = start(errors, "-", folder.resolve("out"));
    try {
      // what it runs on is told once Ctrl-C is heard
      for (int i = 0; i < 600 && !Files.readString(errors).matches("(?s).* on C(PU|UDA).*"); i++) {
        Thread.sleep(100);
      }
      Thread.sleep(200);
      assertThat(process.isAlive()).isTrue();
      interrupt(process);
      assertThat(onlyLineOf(errors)).contains("stopped, as asked", "run again");
    } finally {
      process.destroyForcibly();
    }
  }
}
