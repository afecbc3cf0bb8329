package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FreeRoomTest {
  private static final int TENSORS = 4000;
  private static final int FLOATS = 25_000;

  /** Small enough that the C library takes them from its heap, where what is left pins the rest. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsFreeBetweenTensorsGoesBackToTheSystem() {
    try (TensorArena arena = new TensorArena()) {
      List<Tensor> all = new ArrayList<>();
      try (TensorScope scope = TensorScope.open()) {
        for (int i = 0; i < TENSORS; i++) {
          all.add(arena.adopt(Tensors.zeros(TensorType.FLOAT32, Device.CPU, FLOATS)));
        }
      }
      for (int i = 0; i < TENSORS; i++) {
        if (i % 100 != 99) {
          arena.release(all.get(i));
        }
      }
      long before = TorchRuntime.residentBytes();
      FreeRoom.giveBack();
      long freed = before - TorchRuntime.residentBytes();

      assertThat(freed).isGreaterThan(TENSORS * (long) FLOATS * Float.BYTES / 2);
    }
  }
}
