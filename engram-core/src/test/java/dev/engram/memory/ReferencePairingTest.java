package dev.engram.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import dev.engram.testing.OneThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Late objects that keep their first frame, through consolidation, eviction and removal. */
@ExtendWith(OneThread.class)
class ReferencePairingTest {
  private static final int KEY = 3;
  private static final int VALUE = 2;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 2;
  private static final MemoryOptions OPTIONS = new MemoryOptions(4, 2, 3, 9, 5, true, true);

  private final Random random = new Random(11);

  private Tensor map(int objects, int channels, double offset) {
    float[] values = new float[objects * channels * HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (offset + random.nextDouble());
    }
    return Tensors.of(values, objects, channels, HEIGHT, WIDTH);
  }

  private void add(MemoryBank bank, List<Integer> ids) {
    try (TensorScope scope = TensorScope.open()) {
      bank.add(map(1, KEY, 0), map(1, 1, 1), map(1, KEY, 0), map(ids.size(), VALUE, 0), ids);
    }
  }

  private float[] read(MemoryBank bank) {
    try (TensorScope scope = TensorScope.open()) {
      return bank.read(map(1, KEY, 0), map(1, KEY, 0)).toFloats();
    }
  }

  /** Values are drawn from 0 to 1, so that every mixture of them lies there too. */
  @Test
  void everyReadoutIsAMixtureOfTheObjectsValuesWhateverComesAndGoes() {
    for (int history = 0; history < 60; history++) {
      try (TensorArena arena = new TensorArena()) {
        MemoryBank bank = new MemoryBank(arena, Device.CPU, OPTIONS, VALUE, Precision.FP32);
        List<Integer> ids = new ArrayList<>(List.of(0));
        add(bank, ids);
        for (int step = 1; step < 40; step++) {
          if (ids.size() < 4 && random.nextInt(5) == 0) {
            ids.add(step);
          }
          if (ids.size() > 1 && random.nextInt(8) == 0) {
            bank.removeObject(ids.remove(random.nextInt(ids.size())));
          }
          if (bank.objects().isEmpty() || random.nextBoolean()) {
            add(bank, ids);
          }
          for (float value : read(bank)) {
            assertThat(value).isBetween(-1e-4f, 1.0001f);
          }
          assertThat(bank.longTermElements()).isLessThanOrEqualTo(9);
          assertThat(bank.workingElements()).isLessThan(4 * HEIGHT * WIDTH);
        }
      }
    }
  }

  @Test
  void theFirstFrameOfALateObjectOutlivesConsolidations() {
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      MemoryBank bank = new MemoryBank(arena, Device.CPU, OPTIONS, VALUE, Precision.FP32);
      add(bank, List.of(1));
      Tensor marked = map(2, VALUE, 100);
      bank.add(map(1, KEY, 0), map(1, 1, 1), map(1, KEY, 0), marked, List.of(1, 2));
      for (int frame = 0; frame < 12; frame++) {
        add(bank, List.of(1, 2));
      }
      float[] readout = read(bank);
      float late = 0;
      for (int i = readout.length / 2; i < readout.length; i++) {
        late = Math.max(late, readout[i]);
      }
      assertThat(late).isGreaterThan(5);
    }
  }
}
