package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.testing.TinyStma;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of ConvMAE's, as far as it can be had: its names, with a tiny network's shapes. */
class BackboneWeightsTest {
  @TempDir Path folder;

  private final StateDict fresh = TinyStma.plain().weights();
  private final Map<String, TensorData> file = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** As {@code convmae_base.pth} has them, of blocks one a stage of convolutions, then two. */
  private static final List<String> NAMES =
      List.of(
          "patch_embed1.proj",
          "patch_embed1.norm",
          "patch_embed2.proj",
          "patch_embed2.norm",
          "patch_embed3.proj",
          "patch_embed3.norm",
          "patch_embed4",
          "blocks1.0.norm1",
          "blocks1.0.conv1",
          "blocks1.0.conv2",
          "blocks1.0.attn",
          "blocks1.0.norm2",
          "blocks1.0.mlp.fc1",
          "blocks1.0.mlp.fc2",
          "blocks2.0.norm1",
          "blocks2.0.conv1",
          "blocks2.0.conv2",
          "blocks2.0.attn",
          "blocks2.0.norm2",
          "blocks2.0.mlp.fc1",
          "blocks2.0.mlp.fc2",
          "blocks3.0.norm1",
          "blocks3.0.attn.qkv",
          "blocks3.0.attn.proj",
          "blocks3.0.norm2",
          "blocks3.0.mlp.fc1",
          "blocks3.0.mlp.fc2",
          "blocks3.1.norm1",
          "blocks3.1.attn.qkv",
          "blocks3.1.attn.proj",
          "blocks3.1.norm2",
          "blocks3.1.mlp.fc1",
          "blocks3.1.mlp.fc2",
          "norm");

  @BeforeEach
  void convMae() {
    for (String layer : NAMES) {
      for (String name : List.of(layer + ".weight", layer + ".bias")) {
        long[] shape = fresh.find("backbone." + name).orElseThrow().shape();
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        Arrays.fill(values, 0.25f);
        file.put(name, TensorData.ofFloats(values, shape));
      }
    }
    file.put("pos_embed", TensorData.ofFloats(new float[16], 1, 1, 16));
    file.put("mask_token", TensorData.ofFloats(new float[4], 1, 1, 4));
    file.put("stage1_output_decode.weight", TensorData.ofFloats(new float[4], 4));
  }

  private StateDict taken() {
    StateDict.Builder builder = StateDict.builder();
    file.forEach(builder::add);
    Path path = folder.resolve("convmae_base.safetensors");
    SafeTensors.write(path, builder.build());
    return BackboneWeights.into(fresh, path, notes::add);
  }

  @Test
  void allOfTheBackboneIsTakenAndTheRestStaysAsItWas() {
    StateDict weights = taken();
    assertThat(weights.names()).containsExactlyElementsOf(fresh.names());
    for (String name : fresh.names()) {
      float[] found = weights.find(name).orElseThrow().toFloats();
      if (name.startsWith("backbone.")) {
        assertThat(found).as(name).containsOnly(0.25f);
      } else {
        assertThat(found).as(name).containsExactly(fresh.find(name).orElseThrow().toFloats());
      }
    }
  }

  @Test
  void whatIsMissingAndWhatIsNotUsedIsListed() {
    file.remove("norm.bias");
    taken();
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0))
        .contains("convmae_base.safetensors")
        .contains("1 missing (norm.bias)")
        .contains("2 not used (mask_token, stage1_output_decode.weight)");
  }

  @Test
  void anotherShapeIsNamed() {
    file.put("norm.bias", TensorData.ofFloats(new float[3], 3));
    assertThatThrownBy(this::taken)
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("norm.bias is [3] instead of [16]");
  }

  @Test
  void aFileOfSomethingElseIsRefused() {
    file.clear();
    file.put("conv1.weight", TensorData.ofFloats(new float[3], 3));
    assertThatThrownBy(this::taken)
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("has no weight of the configuration's backbone");
  }
}
