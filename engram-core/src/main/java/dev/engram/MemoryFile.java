package dev.engram;

import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import dev.engram.memory.MemoryBank;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * References as a model sees them, in a safetensors file: for each {@code N.key} [n, C_k], {@code
 * N.shrinkage} [n, 1] and, for every object that it covers, {@code N.value.LABEL} [n, C_v]. What
 * spatial memory keeps of them is there as {@code spatial.NAME}. The metadata name the format and
 * the model's checksum.
 */
final class MemoryFile {
  private static final String FORMAT = "engram.memory";
  private static final String VERSION = "1";
  private static final String MODEL = "engram.model";
  private static final String SPATIAL = "spatial.";

  private MemoryFile() {}

  /** What one reference left, on the heap. */
  record Stored(
      TensorData key, TensorData shrinkage, List<Integer> labels, List<TensorData> values) {
    /**
     * Puts it into permanent memory.
     *
     * @param dropped labels of objects that are left out
     */
    void putInto(MemoryBank memory, long number, Set<Integer> dropped) {
      List<Integer> own = labels.stream().filter(label -> !dropped.contains(label)).toList();
      if (own.isEmpty()) {
        return;
      }
      try (TensorScope scope = TensorScope.open()) {
        List<Tensor> planes = new ArrayList<>();
        own.forEach(label -> planes.add(map(values.get(labels.indexOf(label)))));
        memory.putReference(number, map(key), map(shrinkage), Tensors.cat(0, planes), own);
      }
    }

    /** [n, C] as the map [1, C, n, 1]. */
    private static Tensor map(TensorData rows) {
      long[] shape = rows.shape();
      return Tensors.of(rows.toFloats(), shape[0], shape[1])
          .transpose(0, 1)
          .reshape(1, shape[1], shape[0], 1);
    }
  }

  /**
   * All of a file, on the heap.
   *
   * @param spatial what spatial memory kept, by name
   */
  record Contents(List<Stored> references, Map<String, TensorData> spatial) {
    /** In the innermost tensor scope. */
    Map<String, Tensor> spatialTensors() {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      spatial.forEach((name, data) -> tensors.put(name, Tensors.of(data.toFloats(), data.shape())));
      return tensors;
    }
  }

  /**
   * Finds out before the long work.
   *
   * @throws EngramException if the file is named like another, holds something else, or cannot be
   *     written
   */
  static void requireWritable(Path file) {
    if (!file.toString().endsWith(".safetensors")) {
      throw new EngramException(
          file + ": memory is saved to a .safetensors file. Give it such a name.");
    }
    if (Files.exists(file) && !isMemory(file)) {
      throw new EngramException(file + ": holds something else already. Choose another file.");
    }
    Folders.requireWritable(
        file.toAbsolutePath().resolveSibling(""), file, "Choose another folder.");
  }

  private static boolean isMemory(Path file) {
    try {
      return SafeTensors.read(file).metadata().containsKey(FORMAT);
    } catch (EngramException e) {
      return false;
    }
  }

  /**
   * @param spatial of {@link dev.engram.network.FrameEncoder#given}
   */
  static void write(Path file, MemoryBank memory, Map<String, Tensor> spatial, String model) {
    StateDict.Builder builder =
        StateDict.builder().metadata(FORMAT, VERSION).metadata(MODEL, model);
    int[] count = {0};
    memory.forEachReference(
        (key, shrinkage, labels, values) -> {
          int n = count[0]++;
          builder.add(n + ".key", rows(key)).add(n + ".shrinkage", rows(shrinkage));
          for (int i = 0; i < labels.size(); i++) {
            builder.add(n + ".value." + labels.get(i), rows(values.get(i)));
          }
        });
    if (count[0] == 0) {
      throw new EngramException(
          file + ": there is no reference to save. Give the session a mask first.");
    }
    spatial.forEach((name, matrix) -> builder.add(SPATIAL + name, rows(matrix)));
    SafeTensors.write(file, builder.build());
  }

  private static TensorData rows(Tensor rows) {
    return TensorData.ofFloats(rows.toFloats(), rows.size(0), rows.size(1));
  }

  /**
   * @param keyChannels of the model
   * @param valueChannels of the model
   * @throws EngramException if the file is none, or of another model
   */
  static Contents read(Path file, String model, int keyChannels, int valueChannels) {
    StateDict all = SafeTensors.read(file);
    if (!VERSION.equals(all.metadata().get(FORMAT))) {
      throw new EngramException(file + ": holds no memory of a session. Give what was saved.");
    }
    if (!model.equals(all.metadata().get(MODEL))) {
      throw new EngramException(
          file + ": was saved with another model, which sees frames otherwise. Use that model.");
    }
    List<Stored> references = new ArrayList<>();
    for (int n = 0; all.contains(n + ".key"); n++) {
      String prefix = n + ".value.";
      List<Integer> labels =
          all.names().stream()
              .filter(name -> name.matches("\\Q" + prefix + "\\E[1-9][0-9]{0,8}"))
              .map(name -> Integer.parseInt(name.substring(prefix.length())))
              .toList();
      TensorData key = entry(file, all, n + ".key", -1, keyChannels);
      long elements = key.shape()[0];
      references.add(
          new Stored(
              key,
              entry(file, all, n + ".shrinkage", elements, 1),
              labels,
              labels.stream()
                  .map(label -> entry(file, all, prefix + label, elements, valueChannels))
                  .toList()));
    }
    Map<String, TensorData> spatial = new LinkedHashMap<>();
    for (String name : all.names()) {
      if (name.startsWith(SPATIAL)) {
        spatial.put(name.substring(SPATIAL.length()), entry(file, all, name, -1, -1));
      }
    }
    return new Contents(references, spatial);
  }

  private static TensorData entry(Path file, StateDict all, String name, long rows, long columns) {
    TensorData data = all.find(name).orElse(null);
    boolean fits =
        data != null
            && data.shape().length == 2
            && (rows < 0 || data.shape()[0] == rows)
            && (columns < 0 || data.shape()[1] == columns);
    if (data == null || !fits) {
      throw new EngramException(file + ": " + name + " is damaged. Save the memory anew.");
    }
    return data;
  }
}
