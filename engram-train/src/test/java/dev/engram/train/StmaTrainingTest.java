package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.Engram;
import dev.engram.checkpoint.Checkpoints;
import dev.engram.common.EngramException;
import dev.engram.network.stma.Stma;
import dev.engram.tensor.Device;
import dev.engram.tensor.GradientMode;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyStma;
import dev.engram.train.TrainConfig.LossWeights;
import dev.engram.train.data.Clip;
import dev.engram.train.data.TestClips;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** STMA's loss over clips, its gradients, and runs of the trainer. */
@ExtendWith(OneThread.class)
class StmaTrainingTest {
  private final TensorArena arena = new TensorArena();

  @TempDir Path folder;

  static Stream<TinyStma> variants() {
    return TinyStma.all().stream();
  }

  @AfterEach
  void free() {
    arena.close();
  }

  private Map<String, Tensor> parameters(TinyStma tiny) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      tiny.entries()
          .forEach(
              (name, data) -> {
                Tensor tensor = arena.adopt(Tensors.of(data.toFloats(), data.shape()));
                parameters.put(name, tensor.requireGradient());
              });
    }
    return parameters;
  }

  private static final Clip EARLY = TestClips.squaresFrom(0, 5, 48, 2);
  private static final Clip LATE = TestClips.squaresFrom(6, 5, 48, 2);

  private static Tensor loss(TinyStma tiny, Map<String, Tensor> parameters, Clip... clips) {
    Batch batch = Batch.of(List.of(clips), Device.CPU);
    try (Stma network = Stma.over(parameters, tiny.options(), Device.CPU)) {
      return new ClipLoss(3, 0, LossWeights.ONE).of(network, batch, new SplittableRandom(5), 1);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void theLossOfABatchIsTheMeanOfItsClips(TinyStma tiny) {
    Map<String, Tensor> parameters = parameters(tiny);
    try (TensorScope scope = TensorScope.open()) {
      double early = loss(tiny, parameters, EARLY).item();
      double late = loss(tiny, parameters, LATE).item();
      assertThat(late).isNotCloseTo(early, within(1e-3));
      assertThat(loss(tiny, parameters, EARLY, LATE).item())
          .isCloseTo((early + late) / 2, within(1e-5));
    }
  }

  /** Layers, such as {@code backbone.blocks3}, with their parameters. */
  private static Map<String, List<Tensor>> groups(Map<String, Tensor> parameters) {
    Map<String, List<Tensor>> groups = new TreeMap<>();
    parameters.forEach(
        (name, parameter) -> {
          String[] parts = name.split("\\.");
          groups.computeIfAbsent(parts[0] + "." + parts[1], g -> new ArrayList<>()).add(parameter);
        });
    return groups;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void gradientsOfEveryLayerAreThoseOfFiniteDifferences(TinyStma tiny) {
    Map<String, Tensor> parameters = parameters(tiny);
    try (TensorScope scope = TensorScope.open()) {
      loss(tiny, parameters, EARLY).backward();
    }
    groups(parameters)
        .forEach(
            (name, group) -> {
              try (TensorScope scope = TensorScope.open();
                  GradientMode mode = GradientMode.off()) {
                double squares = 0;
                for (Tensor parameter : group) {
                  assertThat(parameter.gradient()).as(name).isNotNull();
                  squares += parameter.gradient().square().sum().item();
                }
                // along the gradient, where the loss changes most, its length is the slope
                double slope = Math.sqrt(squares);
                assertThat(slope).as(name).isPositive();
                // a step may cross the kink of a rectifier or the edge of a mask, the shorter the
                // less
                double error = Double.POSITIVE_INFINITY;
                for (double step : new double[] {2e-3, 1e-3, 5e-4, 2e-4, 1e-4}) {
                  move(group, step / slope);
                  double above = loss(tiny, parameters, EARLY).item();
                  move(group, -2 * step / slope);
                  double below = loss(tiny, parameters, EARLY).item();
                  move(group, step / slope);
                  error = Math.min(error, Math.abs((above - below) / (2 * step) - slope));
                }
                assertThat(error).as(name).isLessThan(0.05 * slope + 1e-4);
              }
            });
  }

  private static void move(List<Tensor> group, double alongGradient) {
    for (Tensor parameter : group) {
      parameter.addInPlace(parameter.gradient().mul(alongGradient));
    }
  }

  private static final String CONFIGURATION =
      TinyRun.configuration(4)
          .replaceAll(
              "network: .*",
              "network: {backbone: convvit, channels: [8, 8, 16], depths: [1, 1, 2], heads: 2,"
                  + " key: 8, value: 8, fused: 8, up8: 8, up4: 8}")
          .replace("rate_factors: {key_encoder: 0.5}", "rate_factors: {backbone: 0.5}")
          .replace("[key_encoder.conv1]", "[value_encoder.conv1]")
          .replace("deep_update: 0.2\n", "");

  @Test
  void aStoppedAndResumedRunGivesTheSameStateBitForBit() {
    TinyRun run = new TinyRun(folder);
    run.train(CONFIGURATION, "whole");
    AtomicInteger asked = new AtomicInteger();
    run.train(CONFIGURATION, "parts", (i, all, step) -> {}, () -> asked.incrementAndGet() > 2);
    run.train(CONFIGURATION, "parts");
    assertThat(folder.resolve("parts/state.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/state.safetensors"));
  }

  @Test
  void theModelThatItWritesKnowsWhatItIs() {
    new TinyRun(folder)
        .train(
            CONFIGURATION.replace(
                "heads: 2,", "heads: 2, spatial_frames: 3, object_features: false,"),
            "run");
    try (Engram engram =
        Engram.of(Checkpoints.read(folder.resolve("run/model.safetensors")), Device.CPU)) {
      assertThat(engram.description()).startsWith("STMA (ConvViT 16/2,");
    }
    assertThat(Checkpoints.read(folder.resolve("run/model.safetensors")).metadata())
        .containsEntry("network", "stma")
        .containsEntry("heads", "2")
        .containsEntry("spatial_frames", "3")
        .containsEntry("object_features", "false");
  }

  @Test
  void aShapeThatCannotBeIsRefused() {
    assertRefused("heads: 2", "heads: 3", "Give a multiple of 4 and of the heads (3)");
    assertRefused("depths: [1, 1, 2]", "depths: [1, 2]", "Give three each");
    assertRefused("depths: [1, 1, 2]", "depths: [1, 0, 2]", "They are [8, 8, 16] and [1, 0, 2]");
    assertRefused("backbone: convvit", "backbone: vit", "first two depths are 0");
    assertRefused("channels: [8, 8, 16]", "channels: [8, -8, 16]", "channels are 1 or more");
    assertRefused("heads: 2", "heads: 2, joint_attention: maybe", "true or false");
    assertRefused(
        "heads: 2", "heads: 2, temporal_memory: false, spatial_frames: 0", "Have one of them");
  }

  private void assertRefused(String from, String to, String said) {
    assertThatThrownBy(() -> new TinyRun(folder).train(CONFIGURATION.replace(from, to), "run"))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("run.yaml")
        .hasMessageContaining(said);
  }
}
