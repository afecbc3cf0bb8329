package dev.engram.network.xmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import dev.engram.tensor.GradientMode;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import dev.engram.testing.Closeness;
import dev.engram.testing.TinyXMem;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XMemLoadTest {
  private static final int HEIGHT = 32;
  private static final int WIDTH = 48;

  private static StateDict dict(Map<String, TensorData> entries) {
    StateDict.Builder builder = StateDict.builder();
    entries.forEach(builder::add);
    return builder.build();
  }

  private static Tensor random(int seed, double low, double high, long... shape) {
    int length = 1;
    for (long extent : shape) {
      length *= (int) extent;
    }
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return Tensors.of(values, shape);
  }

  private static Tensor image() {
    return random(1, -2, 2, 1, 3, HEIGHT, WIDTH);
  }

  private static Tensor masks(int objects) {
    return random(2, 0, 1, objects, 1, HEIGHT, WIDTH);
  }

  private static Tensor hidden(XMem network, int objects) {
    return random(3, -1, 1, objects, network.hiddenChannels(), HEIGHT / 16, WIDTH / 16);
  }

  private static float[] value(XMem network, Tensor masks) {
    Tensor hidden = hidden(network, (int) masks.size(0));
    return network.encodeKey(image()).encodeValue(masks, hidden, true).value().toFloats();
  }

  private static float[] value(TinyXMem tiny) {
    return value(dict(tiny.entries()));
  }

  private static float[] value(StateDict weights) {
    try (XMem network = XMem.load(weights, Device.CPU, Precision.FP32);
        TensorScope scope = TensorScope.open()) {
      return value(network, masks(2));
    }
  }

  @Test
  void whatIsMissingMisshapenAndTooMuchIsToldAtOnce() {
    Map<String, TensorData> entries = TinyXMem.plain().entries();
    entries.remove("decoder.pred.bias");
    entries.put("key_proj.d_proj.weight", TensorData.ofFloats(new float[32], 1, 32, 1, 1));
    entries.put("decoder.extra", TensorData.ofFloats(new float[2], 2));

    assertThatThrownBy(() -> XMem.load(dict(entries), Device.CPU, Precision.FP32))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("1 missing (decoder.pred.bias)")
        .hasMessageContaining(
            "1 misshapen (key_proj.d_proj.weight [1, 32, 1, 1] instead of [1, 32, 3, 3])")
        .hasMessageContaining("1 surplus (decoder.extra)")
        .hasMessageNotContaining("\n");
  }

  @Test
  void widthsComeFromTheWeights() {
    try (XMem network = XMem.load(TinyXMem.plain().weights(), Device.CPU, Precision.FP32)) {
      assertThat(network.keyChannels()).isEqualTo(TinyXMem.WIDTH);
      assertThat(network.valueChannels()).isEqualTo(TinyXMem.WIDTH);
      assertThat(network.hiddenChannels()).isEqualTo(TinyXMem.WIDTH);
      assertThat(network.description()).startsWith("XMem (ResNet-18, 0.1 M parameters, key 8");
    }
  }

  @Test
  void trunksMayHaveNormalisationOrBottlenecks() {
    for (TinyXMem tiny : new TinyXMem[] {TinyXMem.normalised(), TinyXMem.bottlenecks()}) {
      for (float number : value(tiny)) {
        assertThat(number).isFinite();
      }
    }
  }

  @Test
  void aValueEncoderOfOneObjectIsOneThatDoesNotSeeTheOthers() {
    Map<String, TensorData> entries = TinyXMem.singleObject().entries();
    float[] narrow = value(dict(entries));
    TensorData conv1 = entries.get("value_encoder.conv1.weight");
    int out = (int) conv1.shape()[0];
    float[] own = conv1.toFloats();
    float[] wide = new float[out * 5 * 49];
    for (int o = 0; o < out; o++) {
      System.arraycopy(own, o * 4 * 49, wide, o * 5 * 49, 4 * 49);
    }
    entries.put("value_encoder.conv1.weight", TensorData.ofFloats(wide, out, 5, 7, 7));

    assertThat(narrow).containsExactly(value(dict(entries)));
  }

  @Test
  void withoutSensoryMemoryThereIsNoneToUpdate() {
    try (XMem network = XMem.load(TinyXMem.forgetful().weights(), Device.CPU, Precision.FP32);
        TensorScope scope = TensorScope.open()) {
      var frame = network.encodeKey(image());
      var encoded = frame.encodeValue(masks(2), null, true);
      var decoded = frame.decode(encoded.value(), null, true);

      assertThat(network.hiddenChannels()).isZero();
      assertThat(encoded.hidden()).isNull();
      assertThat(decoded.hidden()).isNull();
      assertThat(decoded.logits().shape()).containsExactly(2, 1, HEIGHT, WIDTH);
    }
  }

  @Test
  void objectsDecodedTogetherComeOutAsOneByOne() {
    try (XMem network = XMem.load(TinyXMem.plain().weights(), Device.CPU, Precision.FP32);
        TensorScope scope = TensorScope.open()) {
      var frame = network.encodeKey(image());
      Tensor readout = random(4, -1, 1, 3, TinyXMem.WIDTH, HEIGHT / 16, WIDTH / 16);
      Tensor hidden = hidden(network, 3);
      var together = frame.decode(readout, hidden, true);

      for (int i = 0; i < 3; i++) {
        var alone = frame.decode(readout.narrow(0, i, 1), hidden.narrow(0, i, 1), true);
        assertSame(together.logits().narrow(0, i, 1), alone.logits());
        assertSame(together.hidden().narrow(0, i, 1), alone.hidden());
      }
    }
  }

  private static void assertSame(Tensor actual, Tensor expected) {
    assertThat(Closeness.relative(actual.toFloats(), expected.toFloats())).isLessThan(1e-5);
  }

  @Test
  void anObjectsValueDependsOnTheSumOfTheOthersMasks() {
    try (XMem network = XMem.load(TinyXMem.plain().weights(), Device.CPU, Precision.FP32);
        TensorScope scope = TensorScope.open()) {
      Tensor masks = masks(3);
      Tensor sum = masks.narrow(0, 1, 1).add(masks.narrow(0, 2, 1));
      Tensor first = masks.narrow(0, 0, 1);
      int one = value(network, first).length;

      float[] ofThree = Arrays.copyOf(value(network, masks), one);
      float[] ofTwo = Arrays.copyOf(value(network, Tensors.cat(0, first, sum)), one);

      assertThat(Closeness.relative(ofThree, ofTwo)).isLessThan(1e-5);
      assertThat(Closeness.relative(ofThree, value(network, first))).isGreaterThan(1e-3);
    }
  }

  @Test
  void inBf16ItGivesNearlyTheSameInSinglePrecision() {
    StateDict weights = TinyXMem.plain().weights();
    try (XMem exact = XMem.load(weights, Device.CPU, Precision.FP32);
        XMem fast = XMem.load(weights, Device.CPU, Precision.BF16);
        GradientMode mode = GradientMode.off();
        TensorScope scope = TensorScope.open()) {
      float[] pixels = new float[3 * 32 * 48];
      Random random = new Random(3);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) random.nextGaussian();
      }
      Tensor image = Tensors.of(pixels, 1, 3, 32, 48);
      Tensor key = exact.encodeKey(image).key();
      Tensor near = fast.encodeKey(image).key();
      assertThat(near.type()).isEqualTo(TensorType.FLOAT32);
      assertThat(fast.description()).endsWith(", bf16)");
      double error = near.sub(key).square().mean().item() / key.square().mean().item();
      assertThat(error).isGreaterThan(0).isLessThan(1e-3);
    }
  }
}
