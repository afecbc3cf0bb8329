package dev.engram.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.checkpoint.TensorData;
import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import dev.engram.testing.Closeness;
import dev.engram.testing.Shared;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Similarity, read and consolidation against the reference's output. */
class GoldenMemoryTest {
  private static final double TOLERANCE = 1e-4;

  private Map<String, TensorData> golden;

  @BeforeEach
  void load() throws IOException {
    golden = Shared.npz("golden/memory.npz");
  }

  /** [1, C, N] as rows [N, C]. */
  private Tensor rows(String name) {
    return Shared.tensor(golden.get(name)).squeeze(0).transpose(0, 1).contiguous();
  }

  private void assertClose(String name, Tensor actual) {
    assertThat(Closeness.relative(actual.toFloats(), golden.get(name).toFloats()))
        .as(name)
        .isLessThan(TOLERANCE);
  }

  private Tensor similarity(boolean withSelection) {
    return Similarity.of(
        Similarity.querySide(rows("query_key"), withSelection ? rows("query_selection") : null),
        Similarity.memorySide(rows("memory_key"), rows("memory_shrinkage")));
  }

  @Test
  void similarityIsTheReferences() {
    try (TensorScope scope = TensorScope.open()) {
      assertClose("similarity", similarity(true).transpose(0, 1));
      assertClose("similarity_no_selection", similarity(false).transpose(0, 1));
    }
  }

  @Test
  void theReadIsTheReferences() {
    try (TensorScope scope = TensorScope.open()) {
      Similarity.Affinity affinity = Similarity.Affinity.of(similarity(true).topKOfRows(30));
      Tensor usage = Tensors.zeros(TensorType.FLOAT32, Device.CPU, 200);
      usage.scatterAddInPlace(
          affinity.indices().reshape(24 * 30), affinity.weights().reshape(24 * 30));
      assertClose("usage_top30", usage);
      Tensor values = Shared.tensor(golden.get("memory_value"));
      for (int object = 0; object < 2; object++) {
        Tensor own = values.narrow(0, object, 1).squeeze(0).transpose(0, 1).contiguous();
        Tensor expected = Shared.tensor(golden.get("readout")).narrow(0, object, 1);
        assertThat(
                Closeness.relative(
                    affinity.read(own).transpose(0, 1).toFloats(), expected.toFloats()))
            .isLessThan(TOLERANCE);
      }
      assertClose("affinity_full", similarity(true).softmax(1).transpose(0, 1));
    }
  }

  @Test
  void prototypesAreTheReferencesWhateverTheirOrder() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor key = rows("cand_key");
      Tensor usage = Shared.tensor(golden.get("cand_usage")).reshape(60);
      Consolidation chosen =
          Consolidation.choose(
              Similarity.memorySide(key, rows("cand_shrinkage")),
              key,
              rows("cand_selection"),
              usage,
              12);
      float[] ours = key.indexSelect(0, Tensors.of(chosen.chosen(), 12)).toFloats();
      float[] theirs = rows("proto_key").toFloats();
      long[] order = new long[12];
      for (int p = 0; p < 12; p++) {
        order[p] = find(ours, theirs, p, 16);
      }
      Tensor byUsage = Tensors.of(order, 12);
      Tensor shrinkage = chosen.potentiate(rows("cand_shrinkage"), 0).indexSelect(0, byUsage);
      assertClose("proto_shrinkage", shrinkage.transpose(0, 1));
      Tensor values = Shared.tensor(golden.get("cand_value"));
      for (int object = 0; object < 2; object++) {
        Tensor own = values.narrow(0, object, 1).squeeze(0).transpose(0, 1).contiguous();
        Tensor ourValue = chosen.potentiate(own, 0).indexSelect(0, byUsage).transpose(0, 1);
        Tensor expected = Shared.tensor(golden.get("proto_value")).narrow(0, object, 1);
        assertThat(Closeness.relative(ourValue.toFloats(), expected.toFloats()))
            .isLessThan(TOLERANCE);
      }
    }
  }

  @Test
  void evictionLeavesTheReferencesElements() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor use = Shared.tensor(golden.get("evict_use")).reshape(40);
      Tensor life = Shared.tensor(golden.get("evict_life")).reshape(40);
      Tensor left = Tensors.of(Eviction.survivors(use.div(life), 25), 25);
      Tensor keys = Shared.tensor(golden.get("evict_key")).indexSelect(2, left);
      Tensor values = Shared.tensor(golden.get("evict_value")).indexSelect(2, left);
      assertClose("evict_key_left", keys);
      assertClose("evict_value_left", values);
    }
  }

  private static long find(float[] rows, float[] wanted, int row, int width) {
    for (int candidate = 0; candidate < rows.length / width; candidate++) {
      boolean same = true;
      for (int c = 0; c < width && same; c++) {
        same = rows[candidate * width + c] == wanted[row * width + c];
      }
      if (same) {
        return candidate;
      }
    }
    throw new AssertionError("the reference's prototype " + row + " was not chosen");
  }
}
