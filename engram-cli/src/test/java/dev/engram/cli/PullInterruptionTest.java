package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.OwnModelFolder;
import dev.engram.testing.TinyXMem;
import dev.engram.testing.WeightServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of a download, as a process of its own feels it, and the pull after it. */
@DisabledOnOs(OS.WINDOWS)
class PullInterruptionTest {
  private static final int PART = 1000;

  @TempDir Path folder;
  @RegisterExtension final OwnModelFolder models = new OwnModelFolder();

  /** The mirror and the folder are named by the environment, as a user's would be. */
  private Process pull(String mirror, Path errors) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder process =
        new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "models",
            "pull",
            "xmem");
    process.environment().put("ENGRAM_MODELS", models.path().toString());
    process.environment().put("ENGRAM_MIRROR", mirror);
    return process
        .redirectError(errors.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int exitCodeOf(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void thePartIsKeptAndGoneOnWith() throws Exception {
    byte[] model = Files.readAllBytes(TinyXMem.plain().write(folder));
    Path errors = folder.resolve("errors.txt");
    Path part = models.file("XMem.pth.part");
    try (WeightServer server = new WeightServer(model).cutNext(PART).fallingSilent()) {
      Process process = pull(server.address(), errors);
      for (int i = 0; i < 600 && !(Files.exists(part) && Files.size(part) == PART); i++) {
        Thread.sleep(50);
      }
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
      assertThat(exitCodeOf(process)).isEqualTo(2);
      assertThat(Files.readAllLines(errors))
          .containsExactly(
              "engram: xmem: stopped, as asked. 0.0 MB are kept in "
                  + part
                  + "; run the command again to go on.");
      assertThat(part).hasSize(PART);

      assertThat(exitCodeOf(pull(server.address(), errors))).as(Files.readString(errors)).isZero();
      assertThat(server.requests()).endsWith("/weights/XMem.pth bytes=1000-");
    }
    assertThat(models.file("XMem.pth")).hasBinaryContent(model);
  }
}
