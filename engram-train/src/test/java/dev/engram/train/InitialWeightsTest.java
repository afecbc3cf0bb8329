package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.Engram;
import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import dev.engram.testing.Shared;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialWeightsTest {
  private static final XMemShape COMPACT = new XMemShape("resnet18", 8, 8, 8, 8, 8, 8, 8);
  private static final XMemShape PUBLISHED =
      new XMemShape("resnet50", 64, 512, 64, 512, 256, 256, 256);

  @TempDir Path folder;

  private static StateDict untrained(XMemShape shape) {
    return shape.initialWeights(new SplittableRandom(1), null);
  }

  @Test
  void thePublishedShapeHasTheEntriesOfThePublishedCheckpoint() {
    StateDict weights = untrained(PUBLISHED);
    try (Engram engram = Engram.of(weights, Device.CPU)) {
      assertThat(engram.description())
          .isEqualTo("XMem (ResNet-50, 62.2 M parameters, key 64, value 512, hidden 64)");
    }
  }

  @Test
  void aTrunkWithNormalisationIsFoldedIntoACompactNetwork() {
    StateDict normalised = untrained(PUBLISHED);
    StateDict.Builder trunk = StateDict.builder();
    for (String name : normalised.names()) {
      if (name.matches("value_encoder\\.(conv1|bn1|layer).*")) {
        TensorData data = normalised.find(name).orElseThrow();
        trunk.add(name.substring("value_encoder.".length()), threeInputsHalved(name, data));
      }
    }
    SafeTensors.write(folder.resolve("resnet18-mine.safetensors"), trunk.build());
    StateDict folded = COMPACT.initialWeights(new SplittableRandom(1), folder);
    float[] plain = normalised.find("value_encoder.layer1.0.conv1.weight").orElseThrow().toFloats();
    float[] half = folded.find("key_encoder.res2.0.conv1.weight").orElseThrow().toFloats();
    for (int i = 0; i < plain.length; i++) {
      assertThat(half[i]).isCloseTo(plain[i] / 2, within(1e-5f));
    }
  }

  /** A variance of four halves what a convolution gives. */
  private static TensorData threeInputsHalved(String name, TensorData data) {
    if (name.endsWith("running_var")) {
      float[] fours = new float[(int) data.shape()[0]];
      Arrays.fill(fours, 4);
      return TensorData.ofFloats(fours, data.shape());
    }
    return name.equals("value_encoder.conv1.weight")
        ? TensorData.ofFloats(new float[64 * 3 * 49], 64, 3, 7, 7)
        : data;
  }

  @Test
  void normalisationIsAFactorAndAnOffset() {
    ImageNetTrunk.Layer layer =
        new ImageNetTrunk.Layer(
            TensorData.ofFloats(new float[] {1, 1}, 2, 1, 1, 1),
            TensorData.ofFloats(new float[] {2, 3}, 2),
            TensorData.ofFloats(new float[] {0.5f, -1}, 2),
            TensorData.ofFloats(new float[] {1, -2}, 2),
            TensorData.ofFloats(new float[] {4, 9}, 2));
    assertThat(layer.factor()).containsExactly(new float[] {1, 1}, within(1e-4f));
    assertThat(layer.offset().toFloats()).containsExactly(new float[] {-0.5f, 1}, within(1e-4f));
  }

  @Test
  void theTrunkOfAFolderOfArraysStandsInBothEncoders() {
    Path imageNet = Shared.file("weights/resnet18-imagenet");
    StateDict weights = COMPACT.initialWeights(new SplittableRandom(1), imageNet);
    assertThat(weights.find("key_encoder.res2.0.conv1.weight").orElseThrow().toFloats())
        .isEqualTo(weights.find("value_encoder.layer1.0.conv1.weight").orElseThrow().toFloats());
    assertThat(weights.find("value_encoder.conv1.weight").orElseThrow().shape())
        .containsExactly(64, 5, 7, 7);
  }

  @Test
  void aNetworkOfOneObjectIsWidenedWithZeros() {
    StateDict wanted = untrained(COMPACT);
    StateDict.Builder narrow = StateDict.builder();
    for (String name : wanted.names()) {
      boolean first = name.equals("value_encoder.conv1.weight");
      TensorData data = wanted.find(name).orElseThrow();
      narrow.add(name, first ? TensorData.ofFloats(new float[64 * 4 * 49], 64, 4, 7, 7) : data);
    }
    StateDict widened = InitialWeights.from(narrow.build(), wanted, "some.pth");
    assertThat(widened.find("value_encoder.conv1.weight").orElseThrow().shape())
        .containsExactly(64, 5, 7, 7);
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() {
    StateDict other = untrained(new XMemShape("resnet18", 12, 8, 8, 8, 8, 8, 8));
    assertThatThrownBy(() -> InitialWeights.from(other, untrained(COMPACT), "some.pth"))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining(
            "some.pth: the weights of another network: key_proj.key_proj.weight is [12, 256, 3, 3] instead of [8, 256, 3, 3]");
  }

  @Test
  void aFolderWithoutATrunkIsRefused() {
    assertThatThrownBy(() -> PUBLISHED.initialWeights(new SplittableRandom(1), folder))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("holds no resnet50 trained on ImageNet");
  }
}
