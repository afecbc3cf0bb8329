package dev.engram.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensoryMemoryTest {
  private final TensorArena arena = new TensorArena();
  private final SensoryMemory memory = new SensoryMemory(arena, Device.CPU, 2);

  @AfterEach
  void free() {
    arena.close();
  }

  /** Gives object n (from 1) a state of all n. */
  private void fill(int objects) {
    float[] state = new float[objects * 2 * 6];
    for (int i = 0; i < state.length; i++) {
      state[i] = 1 + i / 12;
    }
    try (TensorScope scope = TensorScope.open()) {
      memory.addObjects(objects, 2, 3);
      memory.update(Tensors.of(state, objects, 2, 2, 3));
    }
  }

  /** The state of each object, which must be the same all over. */
  private double[] states() {
    Tensor hidden = memory.hidden();
    if (hidden == null) {
      return new double[0];
    }
    assertThat(Arrays.copyOfRange(hidden.shape(), 1, 4)).containsExactly(2, 2, 3);
    try (TensorScope scope = TensorScope.open()) {
      float[] values = hidden.toFloats();
      double[] states = new double[values.length / 12];
      for (int i = 0; i < values.length; i++) {
        states[i / 12] = values[i];
        assertThat(values[i]).isEqualTo(values[i - i % 12]);
      }
      return states;
    }
  }

  @Test
  void newObjectsStartFromZerosBehindTheOld() {
    assertThat(memory.hidden()).isNull();
    fill(2);
    memory.addObjects(0, 2, 3);
    assertThat(states()).containsExactly(1, 2);
    memory.addObjects(2, 2, 3);
    assertThat(states()).containsExactly(1, 2, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"0, 2 3", "1, 1 3", "2, 1 2"})
  void removingAnObjectKeepsTheStatesOfTheOthers(int position, String left) {
    fill(3);
    memory.removeObject(position);
    assertThat(states())
        .containsExactly(Arrays.stream(left.split(" ")).mapToDouble(Double::parseDouble).toArray());
  }

  @Test
  void theLastObjectLeavesNothing() {
    fill(2);
    memory.removeObject(0);
    memory.removeObject(0);
    assertThat(memory.hidden()).isNull();
    assertThat(arena.size()).isZero();
    memory.removeObject(0);
    memory.addObjects(1, 2, 3);
    assertThat(states()).containsExactly(0);
  }

  @Test
  void anUpdateReplacesTheStateAndNullKeepsIt() {
    fill(2);
    memory.update(null);
    assertThat(states()).containsExactly(1, 2);
    try (TensorScope scope = TensorScope.open()) {
      Tensor hidden = memory.hidden();
      assertThat(hidden).isNotNull();
      memory.update(hidden.add(5));
    }
    assertThat(states()).containsExactly(6, 7);
    assertThat(arena.size()).isEqualTo(1);
  }

  @Test
  void anUpdateWithTheStateItselfKeepsIt() {
    fill(2);
    memory.update(memory.hidden());
    assertThat(states()).containsExactly(1, 2);
  }

  @Test
  void aNetworkWithoutSensoryMemoryHasNoState() {
    SensoryMemory none = new SensoryMemory(arena, Device.CPU, 0);
    none.addObjects(3, 2, 3);
    none.removeObject(1);
    none.update(null);
    assertThat(none.hidden()).isNull();
    assertThat(arena.size()).isZero();
  }

  @Test
  void statesAreOwnedByTheArenaAndOutliveTheScope() {
    fill(1);
    try (TensorScope scope = TensorScope.open()) {
      Tensor unrelated = Tensors.zeros(TensorType.FLOAT32, Device.CPU, 1, 2, 2, 3);
      assertThat(unrelated.elementCount()).isEqualTo(12);
    }
    assertThat(states()).containsExactly(1);
  }
}
