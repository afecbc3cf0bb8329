package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.checkpoint.Checkpoints;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.testing.Closeness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several runs in one configuration. */
class TrainingPlanTest {
  private static final String WEIGHT = "decoder.pred.weight";

  @TempDir Path folder;
  private TinyRun run;

  @BeforeEach
  void write() throws IOException {
    run = new TinyRun(folder);
    String fast = TinyRun.configuration(2).replace("1.0e-3", "1.0e-2");
    Files.writeString(folder.resolve("first.yaml"), fast);
    Files.writeString(folder.resolve("second.yaml"), fast.replace("seed: 1", "seed: 2"));
    // learns nothing, so that it ends where it started
    Files.writeString(
        folder.resolve("still.yaml"), TinyRun.configuration(1).replace("1.0e-3", "1.0e-12"));
  }

  private float[] weight(String model) {
    StateDict weights = Checkpoints.read(folder.resolve(model).resolve(Trainer.MODEL));
    return weights.find(WEIGHT).orElseThrow().toFloats();
  }

  private double difference(String one, String other) {
    return Closeness.relative(weight(one), weight(other));
  }

  @Test
  void eachStageStartsFromTheOneBeforeIt() {
    run.train("stages: [first.yaml, second.yaml, still.yaml]", "run");
    assertThat(difference("run/3-still", "run/2-second")).isLessThan(1e-3);
    assertThat(difference("run/2-second", "run/1-first")).isGreaterThan(5e-3);
    assertThat(weight("run")).containsExactly(weight("run/3-still"));
  }

  @Test
  void aStageStartsFromTheOneThatItNames() {
    run.train("stages: [first.yaml, second.yaml, {run: still.yaml, from: first.yaml}]", "run");
    assertThat(difference("run/3-still", "run/1-first")).isLessThan(1e-3);
    assertThat(difference("run/3-still", "run/2-second")).isGreaterThan(5e-3);
  }

  @Test
  void theModelMayBeTheMeanOfSeveralStages() {
    run.train("{stages: [first.yaml, second.yaml], average: [first.yaml, second.yaml]}", "run");
    float[] first = weight("run/1-first");
    float[] second = weight("run/2-second");
    float[] mean = new float[first.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (first[i] + second[i]) / 2;
    }
    assertThat(Closeness.relative(weight("run"), mean)).isLessThan(1e-3);
    StateDict model = Checkpoints.read(folder.resolve("run").resolve(Trainer.MODEL));
    StateDict last = Checkpoints.read(folder.resolve("run/2-second").resolve(Trainer.MODEL));
    assertThat(model.metadata()).isEqualTo(last.metadata());
  }

  @Test
  void stagesThatAreNotThereOrComeLaterAreNamed() {
    assertThatThrownBy(
            () -> run.train("stages: [{run: first.yaml, from: second.yaml}, second.yaml]", "run"))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("run.yaml: from names second.yaml, which is no stage before it");
    assertThatThrownBy(() -> run.train("{stages: [first.yaml], average: [other.yaml]}", "run"))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("average names other.yaml");
  }

  @Test
  void aFinishedRunOfAnotherConfigurationIsNotTakenForThisOnes() throws IOException {
    String configuration = TinyRun.configuration(2);
    run.train(configuration, "run");
    byte[] model = Files.readAllBytes(folder.resolve("run").resolve(Trainer.MODEL));
    run.train(configuration, "run");
    Path log = folder.resolve("run").resolve(RunRecorder.LOG);
    String cutOff = "{\"kind";
    Files.writeString(log, cutOff, StandardOpenOption.APPEND);
    assertThatThrownBy(() -> run.train(configuration.replace("seed: 1", "seed: 2"), "run"))
        .isInstanceOf(EngramException.class)
        .hasMessage(
            folder.resolve("run")
                + ": holds a run of another configuration, which is at its end. Train in another"
                + " folder.");
    assertThat(folder.resolve("run").resolve(Trainer.MODEL)).hasBinaryContent(model);
    // goes on, and says so
    run.train(configuration.replace("iterations: 2", "iterations: 3"), "run");
  }
}
