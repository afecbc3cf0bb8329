package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.Engram;
import dev.engram.checkpoint.Checkpoints;
import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import dev.engram.testing.OneThread;
import dev.engram.train.data.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class TrainerTest {
  static final String CONFIGURATION =
      """
      network: {trunk: resnet18, key: 8, value: 8, hidden: 8, fused: 8, up8: 8, up4: 8, update: 8}
      data: {static: [static], video: [video], short_side: 100, cache_megabytes: 50,
             pasted_on_static: 0.5, pasted_on_video: 0.5}
      iterations: 4
      seed: 1
      precision: bf16
      optimiser: {rate: 1.0e-3, final_factor: 0.1, warmup: 2, weight_decay: 0.05, clip: 3,
                  averaging: 0.9}
      rate_factors: {key_encoder: 0.5}
      frozen: [key_encoder.conv1]
      references: 2
      deep_update: 0.2
      bootstrap: {from: 0.2, to: 0.6, kept: 0.25}
      phases:
        - {until: 0.5, size: 48, frames: 3, batch: 2, objects: [1, 2], max_jump: 2, video: 0.4, scenes: 0.2, motion: 1}
        - {until: 1.0, size: 64, frames: 4, batch: 1, objects: 1, max_jump: 2, video: 0.4, scenes: 0.2, motion: 0}
      """;

  @TempDir Path folder;

  @BeforeEach
  void data() {
    TestData.write(folder.resolve("data"), 6);
  }

  private void train(String configuration, String run, BooleanSupplier stop) throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(file, configuration);
    TrainingPlan.read(file, folder.resolve(run))
        .run(
            folder.resolve("data"),
            TrainingPlan.Start.NOTHING,
            Device.CPU,
            (iteration, all, step) -> {},
            stop);
  }

  @Test
  void aStoppedAndResumedRunGivesTheSameStateBitForBit() throws IOException {
    train(CONFIGURATION, "whole", () -> false);
    AtomicInteger asked = new AtomicInteger();
    train(CONFIGURATION, "parts", () -> asked.incrementAndGet() > 2);
    train(CONFIGURATION, "parts", () -> false);
    assertThat(folder.resolve("parts/state.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/state.safetensors"));
    assertThat(folder.resolve("parts/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
  }

  @Test
  void theModelThatItWritesCanBeLoaded() throws IOException {
    train(
        CONFIGURATION.replace("iterations: 4", "mem_every: 3\niterations: 1"), "run", () -> false);
    try (Engram engram =
        Engram.of(Checkpoints.read(folder.resolve("run/model.safetensors")), Device.CPU)) {
      assertThat(engram.description()).startsWith("XMem (ResNet-18");
      assertThat(engram.defaultOptions().memEvery()).isEqualTo(3);
    }
  }

  @Test
  void theStateOfAnotherRunIsRefused() throws IOException {
    train(CONFIGURATION.replace("iterations: 4", "iterations: 1"), "run", () -> false);
    for (String other :
        List.of(
            CONFIGURATION.replace("[key_encoder.conv1]", "[key_encoder]"),
            CONFIGURATION.replace("key: 8", "key: 12"))) {
      assertThatThrownBy(() -> train(other, "run", () -> false))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("the state of another run");
    }
  }

  @Test
  void wrongKeysAndValuesAreNamed() {
    assertRefused(CONFIGURATION + "colour: blue\n", "colour is no key");
    assertRefused(CONFIGURATION.replace("seed: 1", ""), "seed is missing");
    assertRefused(CONFIGURATION.replace("clip: 3", "clip: three"), "clip is three");
    assertRefused(CONFIGURATION.replace("batch: 2", "batch: 0"), "batch is 0");
    assertRefused(CONFIGURATION.replace("until: 1.0", "until: 0.9"), "phases end too early");
    assertRefused("network: [", "no YAML");
    assertRefused(CONFIGURATION.replace("size: 48", "sise: 48"), "size is missing");
  }

  private void assertRefused(String configuration, String said) {
    assertThatThrownBy(() -> train(configuration, "run", () -> false))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("run.yaml")
        .hasMessageContaining(said);
  }
}
