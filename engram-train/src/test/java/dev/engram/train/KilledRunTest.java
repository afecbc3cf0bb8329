package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.tensor.TorchRuntime;
import dev.engram.testing.OneThread;
import dev.engram.train.data.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed without notice while it trains. */
@Tag("slow")
@ExtendWith(OneThread.class)
class KilledRunTest {
  private static final int ITERATIONS = 24;
  private static final String CONFIGURATION =
      TinyRun.configuration(ITERATIONS)
          + """
          checkpoint_seconds: 1
          validation: {videos: held-out/video, every: 5, frames: 3, short_side: 48}
          """;

  @TempDir Path folder;

  /** What the process runs. */
  static final class Training {
    private Training() {}

    public static void main(String[] arguments) {
      TorchRuntime.setThreads(1);
      new TinyRun(Path.of(arguments[0])).train(CONFIGURATION, "killed");
    }
  }

  @Test
  void endsWithTheStateAndTheLogOfAnUndisturbedRun() throws Exception {
    TinyRun tiny = new TinyRun(folder);
    TestData.write(folder.resolve("data/held-out"), 4);
    Path log = folder.resolve("killed/" + RunRecorder.LOG);
    Path state = folder.resolve("killed/" + Trainer.STATE);

    killOnce(log, "\"iteration\":5,", state);
    assertThat(TrainState.iteration(state)).isBetween(1L, ITERATIONS - 1L);
    killOnce(log, "\"iteration\":15,", state);
    assertThat(TrainState.iteration(state)).isBetween(1L, ITERATIONS - 1L);
    tiny.train(CONFIGURATION, "killed");

    tiny.train(CONFIGURATION, "whole");
    assertThat(tiny.account("killed")).isEqualTo(tiny.account("whole")).hasSize(3 + 5);
    for (String file : List.of(Trainer.STATE, Trainer.MODEL, Trainer.BEST)) {
      assertThat(folder.resolve("killed").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
  }

  /** Starts a process, and kills it when there is a state and its log says something. */
  private void killOnce(Path log, String said, Path state) throws Exception {
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Training.class.getName(),
                folder.toString())
            .redirectError(errors.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      for (int i = 0;
          i < 6000 && process.isAlive() && !(says(log, said) && Files.exists(state));
          i++) {
        Thread.sleep(20);
      }
      assertThat(process.isAlive()).as(Files.readString(errors)).isTrue();
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean says(Path log, String text) throws IOException {
    return Files.exists(log) && Files.readString(log).contains(text);
  }
}
