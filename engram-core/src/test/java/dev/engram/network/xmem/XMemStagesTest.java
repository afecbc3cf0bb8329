package dev.engram.network.xmem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.checkpoint.Checkpoints;
import dev.engram.checkpoint.TensorData;
import dev.engram.network.EncodedFrame;
import dev.engram.network.EncodedFrame.DecodedFrame;
import dev.engram.network.EncodedFrame.EncodedValue;
import dev.engram.network.ImageFeatures;
import dev.engram.network.SoftAggregation;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.testing.Closeness;
import dev.engram.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each part of the full-size network against the reference's output. */
class XMemStagesTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir static Path folder;
  private static XMem network;
  private static Map<String, TensorData> golden;

  @BeforeAll
  static void load() throws IOException {
    golden = Shared.npz("golden/stages.npz");
    network = XMem.load(Checkpoints.read(Shared.randomXMem(folder)), Device.CPU, Precision.FP32);
  }

  @AfterAll
  static void close() {
    if (network != null) {
      network.close();
    }
  }

  private static Tensor given(String name) {
    return Shared.tensor(golden.get(name));
  }

  private static void assertClose(String name, Tensor actual) {
    assertThat(Closeness.relative(actual.toFloats(), golden.get(name).toFloats()))
        .as(name)
        .isLessThan(TOLERANCE);
  }

  private static EncodedFrame encoded() {
    return network.encodeKey(given("frame"));
  }

  @Test
  void encodesTheKey() {
    try (TensorScope scope = TensorScope.open()) {
      ImageFeatures image = network.imageFeatures(given("frame"));
      assertClose("f4", image.features().f4());
      assertClose("f8", image.features().f8());
      assertClose("f16", image.features().f16());
      EncodedFrame frame = encoded();
      assertClose("key", frame.key());
      assertClose("shrinkage", frame.shrinkage());
      assertClose("selection", frame.selection());
    }
  }

  @Test
  void encodesTheValue() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor masks = given("masks").squeeze(0).unsqueeze(1);
      EncodedValue encoded = encoded().encodeValue(masks, given("hidden_in").squeeze(0), true);
      assertClose("value", encoded.value());
      assertClose("hidden_deep", encoded.hidden());
    }
  }

  @Test
  void decodesAReadout() {
    try (TensorScope scope = TensorScope.open()) {
      DecodedFrame decoded =
          encoded().decode(given("readout").squeeze(0), given("hidden_in").squeeze(0), true);
      Tensor independent = decoded.logits().sigmoid().squeeze(1);
      assertClose("hidden_out", decoded.hidden());
      assertClose("logits", SoftAggregation.logits(independent, 0));
      assertClose("prob", SoftAggregation.aggregate(independent));
    }
  }
}
