package dev.engram.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.Shared;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;

/** Real files of torch, safetensors and NumPy, where the folder of shared files is there. */
class SharedCheckpointFilesTest {
  @TempDir Path folder;

  @Test
  void theFullSizeStateDictOfTorchHasTheReferencesNamesAndShapes() throws IOException {
    Path packed = Shared.file("golden/xmem-random.pth.xz");
    List<String> expected = Files.readAllLines(Shared.file("spec/xmem-state-dict.txt"));
    Path file = folder.resolve("xmem-random.pth");
    try (InputStream in =
        new XZInputStream(new BufferedInputStream(Files.newInputStream(packed)))) {
      Files.copy(in, file);
    }
    StateDict weights = Checkpoints.read(file);
    assertThat(weights.size()).isEqualTo(412);
    assertThat(weights.names().stream().map(name -> line(weights, name)))
        .containsExactlyElementsOf(expected);
    assertThat(weights.parameterCount()).isBetween(62_000_000L, 63_000_000L);
    for (String name : weights.names()) {
      float[] values = weights.find(name).orElseThrow().toFloats();
      for (float value : values) {
        if (!(Math.abs(value) < 1e3)) {
          throw new AssertionError(name + " holds " + value);
        }
      }
    }
  }

  @Test
  void thePrototypesWeightsAreHalfPrecisionWithMetadata() {
    StateDict weights = Checkpoints.read(Shared.file("weights/prototype-s.safetensors"));
    assertThat(weights.metadata()).containsEntry("network", "xmem");
    assertThat(weights.parameterCount()).isBetween(10_700_000L, 10_900_000L);
    TensorData first = weights.find("key_encoder.conv1.weight").orElseThrow();
    assertThat(first).hasToString("F16 [64, 3, 7, 7]");
    assertThat(first.toFloats()).hasSize(9408).doesNotContain(Float.NaN);
    Path copy = folder.resolve("copy.safetensors");
    SafeTensors.write(copy, weights);
    assertThat(SafeTensors.read(copy).names()).containsExactlyElementsOf(weights.names());
  }

  @Test
  void theReferencesProbabilitiesSumToOne() throws IOException {
    Path sequence = Shared.file("golden/sequence-two-objects/expected");
    List<Path> files;
    try (Stream<Path> all = Files.list(sequence)) {
      files = all.filter(file -> file.toString().endsWith(".npy")).toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      TensorData tensor = NpyFile.read(file);
      assertThat(tensor.shape()).containsExactly(3, 160, 284);
      float[] values = tensor.toFloats();
      int pixels = 160 * 284;
      for (int i = 0; i < pixels; i += 97) {
        assertThat(values[i] + values[i + pixels] + values[i + 2 * pixels])
            .isBetween(0.999f, 1.001f);
      }
    }
  }

  @Test
  void theArraysInTheReferencesArchivesAreRead() throws IOException {
    int count = 0;
    try (InputStream in = Files.newInputStream(Shared.file("golden/stages.npz"));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        TensorData tensor = NpyFile.read(zip, "stages.npz/" + entry.getName());
        assertThat(tensor.elementCount()).isPositive();
        count++;
      }
    }
    assertThat(count).isEqualTo(15);
  }

  private static String line(StateDict weights, String name) {
    return name + "  " + Arrays.toString(weights.find(name).orElseThrow().shape());
  }
}
