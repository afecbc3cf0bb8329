package dev.engram.testing;

import dev.engram.checkpoint.NpyFile;
import dev.engram.checkpoint.TensorData;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.Tensors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;
import org.tukaani.xz.XZInputStream;

/** Sample videos, weights and outputs of the reference, for the tests that want them. */
public final class Shared {
  private Shared() {}

  /** A file or folder of the samples; the test is skipped, loudly, where it is missing. */
  public static Path file(String path) {
    Path file = Path.of(System.getProperty("engram.shared", "../shared"), path);
    if (!Files.exists(file)) {
      String message = "SKIPPED: no " + path + " here; set -Dengram.shared to the samples' folder";
      System.err.println(message);
      Assumptions.abort(message);
    }
    return file;
  }

  /** The reference's full-size network of random weights, unpacked into {@code folder}. */
  public static Path randomXMem(Path folder) throws IOException {
    Path packed = file("golden/xmem-random.pth.xz");
    Path unpacked = folder.resolve("xmem-random.pth");
    if (!Files.exists(unpacked)) {
      Xz.unpack(packed, unpacked);
    }
    return unpacked;
  }

  /** Apart, so that modules without the library can use the rest. */
  private static final class Xz {
    static void unpack(Path packed, Path unpacked) throws IOException {
      try (InputStream in = new XZInputStream(Files.newInputStream(packed))) {
        Files.copy(in, unpacked);
      }
    }
  }

  /** All arrays of an {@code .npz}. */
  public static Map<String, TensorData> npz(String path) throws IOException {
    Map<String, TensorData> arrays = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file(path)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replaceFirst("\\.npy$", "");
        arrays.put(
            name, NpyFile.read(new ByteArrayInputStream(zip.readAllBytes()), path + "/" + name));
      }
    }
    return arrays;
  }

  /** An array as a tensor of the innermost scope. */
  public static Tensor tensor(TensorData data) {
    return Tensors.of(data.toFloats(), data.shape());
  }
}
