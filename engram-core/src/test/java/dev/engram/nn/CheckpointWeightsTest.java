package dev.engram.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import dev.engram.testing.Closeness;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointWeightsTest {
  private static final int OUT = 5;
  private static final int IN = 3;

  private final Random random = new Random(7);
  private final TensorArena arena = new TensorArena();

  @AfterEach
  void free() {
    arena.close();
  }

  private float[] numbers(int count, double low, double high) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return values;
  }

  private StateDict.Builder normalised() {
    return StateDict.builder()
        .add("conv.weight", TensorData.ofFloats(numbers(OUT * IN * 9, -1, 1), OUT, IN, 3, 3))
        .add("norm.weight", TensorData.ofFloats(numbers(OUT, -2, 2), OUT))
        .add("norm.bias", TensorData.ofFloats(numbers(OUT, -2, 2), OUT))
        .add("norm.running_mean", TensorData.ofFloats(numbers(OUT, -2, 2), OUT))
        .add("norm.running_var", TensorData.ofFloats(numbers(OUT, 0.01, 3), OUT))
        .add("norm.num_batches_tracked", TensorData.ofFloats(new float[] {3}));
  }

  private CheckpointWeights reader(StateDict entries) {
    return new CheckpointWeights(entries, arena, Device.CPU, Precision.FP32);
  }

  /** y = (x - mean) / sqrt(variance + 1e-5) * gamma + beta, channel by channel. */
  private static float[] naiveBatchNorm(float[] x, StateDict entries, int pixels) {
    float[] gamma = entries.find("norm.weight").orElseThrow().toFloats();
    float[] beta = entries.find("norm.bias").orElseThrow().toFloats();
    float[] mean = entries.find("norm.running_mean").orElseThrow().toFloats();
    float[] variance = entries.find("norm.running_var").orElseThrow().toFloats();
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i / pixels % OUT;
      y[i] = (float) ((x[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * gamma[c] + beta[c]);
    }
    return y;
  }

  @Test
  void foldedNormalisationGivesWhatAnExplicitOneGives() {
    StateDict entries = normalised().build();
    try (TensorScope scope = TensorScope.open()) {
      CheckpointWeights weights = reader(entries);
      Conv2d folded = weights.normalisedConv("conv", "norm", OUT, IN, IN, 3, 2);
      weights.finish("Tiny");
      Tensor input = Tensors.of(numbers(2 * IN * 7 * 9, -1, 1), 2, IN, 7, 9);

      Tensor plain =
          NeuralOps.conv2d(
              input,
              Tensors.of(entries.find("conv.weight").orElseThrow().toFloats(), OUT, IN, 3, 3),
              null,
              2,
              1);

      float[] expected = naiveBatchNorm(plain.toFloats(), entries, 4 * 5);
      assertThat(Closeness.relative(folded.apply(input).toFloats(), expected)).isLessThan(1e-5);
    }
  }

  @Test
  void aFirstLayerOfFewerInputsIgnoresTheOthers() {
    StateDict entries = normalised().build();
    try (TensorScope scope = TensorScope.open()) {
      Conv2d narrow = reader(entries).normalisedConv("conv", "norm", OUT, IN, IN, 3, 1);
      Conv2d wide = reader(entries).normalisedConv("conv", "norm", OUT, IN + 1, IN, 3, 1);
      Tensor seen = Tensors.of(numbers(IN * 16, -1, 1), 1, IN, 4, 4);
      Tensor unseen = Tensors.of(numbers(16, -9, 9), 1, 1, 4, 4);

      float[] actual = wide.apply(Tensors.cat(1, seen, unseen)).toFloats();

      assertThat(Closeness.relative(actual, narrow.apply(seen).toFloats())).isLessThan(1e-5);
    }
  }

  @Test
  void missingMisshapenAndSurplusEntriesAreNamedTogetherOnOneLine() {
    StateDict entries =
        StateDict.builder()
            .source(Path.of("some.pth"))
            .add("a.weight", TensorData.ofFloats(new float[4], 1, 1, 2, 2))
            .add("extra", TensorData.ofFloats(new float[1], 1))
            .build();
    CheckpointWeights weights = reader(entries);
    weights.conv("a", 1, 1, 3);

    assertThatThrownBy(() -> weights.finish("Tiny"))
        .isInstanceOf(EngramException.class)
        .hasMessage(
            "some.pth: does not fit Tiny: 1 missing (a.bias); 1 misshapen (a.weight [1, 1, 2, 2]"
                + " instead of [1, 1, 3, 3]); 1 surplus (extra). Give a checkpoint of Tiny.");
  }

  @Test
  void ofManyEntriesTheFirstTwelveAreNamedAndTheOthersCounted() {
    CheckpointWeights weights = reader(StateDict.builder().build());
    for (int i = 0; i < 10; i++) {
      weights.conv("layer" + i, 1, 1, 1);
    }

    assertThatThrownBy(() -> weights.finish("Tiny"))
        .hasMessageContaining("20 missing (layer0.weight, layer0.bias,")
        .hasMessageContaining("layer5.bias and 8 more)");
  }

  @Test
  void theCounterOfTrainingBatchesIsNoSurplus() {
    StateDict entries =
        StateDict.builder()
            .add("norm.num_batches_tracked", TensorData.ofFloats(new float[] {3}))
            .build();

    reader(entries).finish("Tiny");
  }
}
