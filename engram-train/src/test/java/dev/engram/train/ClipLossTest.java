package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.checkpoint.StateDict;
import dev.engram.network.xmem.XMem;
import dev.engram.tensor.Device;
import dev.engram.tensor.GradientMode;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyXMem;
import dev.engram.train.TrainConfig.LossWeights;
import dev.engram.train.data.Clip;
import dev.engram.train.data.TestClips;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The loss of whole clips, its gradients, and that it can be trained away. */
@ExtendWith(OneThread.class)
class ClipLossTest {
  private final TensorArena arena = new TensorArena();

  @AfterEach
  void free() {
    arena.close();
  }

  private Map<String, Tensor> parameters(StateDict weights) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      for (String name : weights.names()) {
        weights
            .find(name)
            .ifPresent(
                data -> {
                  Tensor tensor = arena.adopt(Tensors.of(data.toFloats(), data.shape()));
                  boolean statistic = name.contains("running") || name.contains("tracked");
                  parameters.put(name, statistic ? tensor : tensor.requireGradient());
                });
      }
    }
    return parameters;
  }

  private static final Clip EARLY = TestClips.squaresFrom(0, 4, 48, 2);
  private static final Clip LATE = TestClips.squaresFrom(6, 4, 48, 2);

  private static Tensor loss(Map<String, Tensor> parameters, Clip... clips) {
    Batch batch = Batch.of(List.of(clips), Device.CPU);
    try (XMem network = XMem.over(parameters, Device.CPU)) {
      return new ClipLoss(2, 0.5, LossWeights.ONE).of(network, batch, new SplittableRandom(5), 1);
    }
  }

  @Test
  void theLossOfABatchIsTheMeanOfItsClips() {
    Map<String, Tensor> parameters = parameters(TinyXMem.plain().weights());
    try (TensorScope scope = TensorScope.open()) {
      double early = loss(parameters, EARLY).item();
      double late = loss(parameters, LATE).item();
      assertThat(late).isNotCloseTo(early, within(1e-3));
      assertThat(loss(parameters, EARLY, LATE).item()).isCloseTo((early + late) / 2, within(1e-5));
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    Map<String, Tensor> parameters = parameters(TinyXMem.plain().weights());
    try (TensorScope scope = TensorScope.open()) {
      loss(parameters, EARLY).backward();
    }
    for (String name :
        List.of(
            "decoder.pred.bias",
            "key_proj.d_proj.bias",
            "value_encoder.fuser.block2.conv2.bias",
            "decoder.hidden_update.transform.bias",
            "value_encoder.hidden_reinforce.transform.bias")) {
      try (TensorScope scope = TensorScope.open();
          GradientMode mode = GradientMode.off()) {
        Tensor parameter = parameters.get(name);
        double expected = parameter.gradient().sum().item();
        double step = 2e-3;
        parameter.addInPlace(step);
        double above = loss(parameters, EARLY).item();
        parameter.addInPlace(-2 * step);
        double below = loss(parameters, EARLY).item();
        parameter.addInPlace(step);
        double found = (above - below) / (2 * step);
        assertThat(found).as(name).isCloseTo(expected, within(0.05 * Math.abs(expected) + 2e-3));
      }
    }
  }

  @Test
  void oneClipCanBeOverfitted() {
    Map<String, Tensor> parameters = parameters(TinyXMem.normalised().weights());
    AdamW optimiser = new AdamW(parameters, 0, 5, 0.9, arena);
    double first = 0;
    double last = 0;
    for (int step = 1; step <= 60; step++) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor loss = loss(parameters, EARLY);
        last = loss.item();
        first = step == 1 ? last : first;
        loss.backward();
        optimiser.step(step, name -> 3e-3);
      }
    }
    assertThat(last).isLessThan(0.5 * first);
  }
}
