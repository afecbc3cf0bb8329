package dev.engram.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.checkpoint.StateDict;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import dev.engram.testing.Closeness;
import dev.engram.testing.TinyXMem;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureFusionTest {
  private static final String NAME = "value_encoder.fuser";
  private static final int IMAGE = 32;
  private static final int OBJECT = 32;
  private static final int OUT = TinyXMem.WIDTH;

  private static Tensor random(long... shape) {
    int length = 1;
    for (long extent : shape) {
      length *= (int) extent;
    }
    Random random = new Random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensors.of(values, shape);
  }

  /** The block as it is written down: both inputs side by side, for each object. */
  private static Tensor naive(CheckpointWeights weights, Tensor f, Tensor g) {
    Tensor x = Tensors.cat(1, f.expand(g.size(0), -1, -1, -1), g);
    Conv2d conv1 = weights.conv(NAME + ".block1.conv1", OUT, IMAGE + OBJECT, 3);
    Conv2d shortcut = weights.conv(NAME + ".block1.downsample", OUT, IMAGE + OBJECT, 3);
    Conv2d conv2 = weights.conv(NAME + ".block1.conv2", OUT, OUT, 3);
    Tensor block1 = conv2.apply(conv1.apply(x.relu()).relu()).add(shortcut.apply(x));
    Tensor gated = Cbam.read(weights, NAME + ".attention", OUT).apply(block1);
    return ResidualBlock.read(weights, NAME + ".block2", OUT, OUT).apply(block1.add(gated));
  }

  @Test
  void theImagesHalfComputedOnceGivesWhatTheWholeConvolutionGives() {
    StateDict entries = TinyXMem.plain().weights();
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      CheckpointWeights weights = new CheckpointWeights(entries, arena, Device.CPU, Precision.FP32);
      FeatureFusion fusion = FeatureFusion.read(weights, NAME, IMAGE, OBJECT, OUT);
      Tensor f = random(1, IMAGE, 3, 5);
      Tensor g = random(3, OBJECT, 3, 5);

      float[] split = fusion.apply(fusion.imagePart(f), g).toFloats();

      assertThat(Closeness.relative(split, naive(weights, f, g).toFloats())).isLessThan(1e-5);
    }
  }
}
