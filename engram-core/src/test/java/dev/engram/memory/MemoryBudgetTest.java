package dev.engram.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final int KEY = 3;
  private static final int VALUE = 2;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;
  private static final int PIXELS = HEIGHT * WIDTH;

  /** Four bytes for each column of the memory's side, key, selection and three more. */
  private static final int KEY_BYTES = 4 * (2 * KEY + 1 + 2 * KEY + 3);

  private static MemoryOptions options(int frames, int longTerm, boolean withLongTerm, long bytes) {
    return new MemoryOptions(frames, 2, 3, longTerm, 5, withLongTerm, true, bytes);
  }

  private static MemoryBank bank(TensorArena arena, MemoryOptions options) {
    return new MemoryBank(arena, Device.CPU, options, VALUE, Precision.FP32);
  }

  private static long bytes(int elements, int objects) {
    return (long) elements * (KEY_BYTES + 4L * VALUE * objects);
  }

  private static Tensor map(Random random, int n, int channels, double low, double high) {
    return Tensors.of(
        MemoryTwins.floats(random, n * channels * PIXELS, low, high), n, channels, HEIGHT, WIDTH);
  }

  private static void add(MemoryBank bank, List<Integer> ids, long seed) {
    Random random = new Random(seed);
    try (TensorScope scope = TensorScope.open()) {
      bank.add(
          map(random, 1, KEY, -1, 1),
          map(random, 1, 1, 1, 2),
          map(random, 1, KEY, 0, 1),
          map(random, ids.size(), VALUE, -1, 1),
          ids);
    }
  }

  private static void put(MemoryBank bank, long number, List<Integer> ids, long seed) {
    Random random = new Random(seed);
    try (TensorScope scope = TensorScope.open()) {
      bank.putReference(
          number,
          map(random, 1, KEY, -1, 1),
          map(random, 1, 1, 1, 2),
          map(random, ids.size(), VALUE, -1, 1),
          ids);
    }
  }

  private static float[] read(MemoryBank bank, long seed) {
    Random random = new Random(seed);
    try (TensorScope scope = TensorScope.open()) {
      return bank.read(map(random, 1, KEY, -1, 1), map(random, 1, KEY, 0, 1)).toFloats();
    }
  }

  @Property(tries = 200)
  void memoryNeverTakesMoreThanItMayWhateverHappens(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 9) Integer> actions,
      @ForAll boolean longTerm,
      @ForAll @IntRange(min = 1800, max = 4000) int budget,
      @ForAll Random random) {
    try (TensorArena arena = new TensorArena()) {
      MemoryBank bank = bank(arena, options(4, 9, longTerm, budget));
      for (int action : actions) {
        List<Integer> ids = new ArrayList<>(bank.objects());
        try {
          switch (action) {
            case 0 -> {
              ids.add(random.nextInt(1_000_000));
              add(bank, ids, random.nextLong());
            }
            case 1 -> put(bank, random.nextInt(3), List.of(random.nextInt(4)), random.nextLong());
            case 2 -> bank.removeReference(random.nextInt(3));
            case 3 -> ids.stream().findAny().ifPresent(bank::removeObject);
            case 4 -> bank.clearTemporary();
            default -> add(bank, ids, random.nextLong());
          }
        } catch (EngramException e) {
          assertThat(e).hasMessageContaining("memory_budget");
        }
        assertThat(bank.bytes()).isLessThanOrEqualTo(budget);
        if (!bank.objects().isEmpty()) {
          for (float value : read(bank, random.nextLong())) {
            assertThat(value).isBetween(-1.0001f, 1.0001f);
          }
        }
      }
    }
  }

  @Test
  void memoryThatIsMadeSmallerIsMemoryThatWasAskedForSo() {
    try (TensorArena arena = new TensorArena()) {
      MemoryBank asked = bank(arena, options(4, 7, true, MemoryOptions.UNLIMITED));
      MemoryBank fitted = bank(arena, options(4, 60, true, bytes(7 + 4 * PIXELS, 1)));
      for (int i = 0; i < 30; i++) {
        add(asked, List.of(1), i);
        add(fitted, List.of(1), i);
        assertThat(read(fitted, 99 + i)).isEqualTo(read(asked, 99 + i));
      }
      assertThat(fitted.longTermElements()).isEqualTo(7);
      assertThat(fitted.bytes()).isEqualTo(bytes(7 + 4 * PIXELS, 1));
    }
  }

  @Test
  void workingMemoryIsMadeSmallerWhenLongTermMemoryCannotBe() {
    try (TensorArena arena = new TensorArena()) {
      MemoryBank asked = bank(arena, options(3, 3, true, MemoryOptions.UNLIMITED));
      MemoryBank fitted = bank(arena, options(10, 60, true, bytes(3 + 3 * PIXELS, 1)));
      for (int i = 0; i < 12; i++) {
        add(asked, List.of(1), i);
        add(fitted, List.of(1), i);
        assertThat(read(fitted, 99 + i)).isEqualTo(read(asked, 99 + i));
      }
    }
  }

  @Test
  void anObjectAndAReferenceThatComeLaterMakeRoomAndLoseNothingThatStillFits() {
    try (TensorArena arena = new TensorArena()) {
      MemoryBank free = bank(arena, options(4, 9, true, MemoryOptions.UNLIMITED));
      MemoryBank fitted = bank(arena, options(4, 9, true, bytes(9 + 4 * PIXELS, 1)));
      for (MemoryBank bank : List.of(free, fitted)) {
        for (int i = 0; i < 4; i++) {
          add(bank, List.of(1), i);
        }
        bank.addObjects(List.of(2));
        add(bank, List.of(1, 2), 5);
      }
      assertThat(free.longTermElements()).isPositive();
      assertThat(free.bytes()).isGreaterThan(fitted.bytes());
      assertThat(read(fitted, 7)).isEqualTo(read(free, 7));

      fitted.removeObject(2);
      put(fitted, 40, List.of(1), 8);
      assertThat(fitted.permanentElements()).isPositive();
      assertThat(fitted.bytes()).isLessThanOrEqualTo(bytes(9 + 4 * PIXELS, 1));
    }
  }

  @Test
  void referencesThatWereToldOfFindTheirRoomAndWithinABudgetGetItWhenTheyCome() {
    try (TensorArena arena = new TensorArena()) {
      MemoryBank free = bank(arena, options(4, 9, true, MemoryOptions.UNLIMITED));
      MemoryBank fitted = bank(arena, options(4, 9, true, bytes(9 + 5 * PIXELS, 1)));
      for (MemoryBank bank : List.of(free, fitted)) {
        bank.prepare(PIXELS, KEY, 6 * PIXELS);
        bank.addObjects(List.of(1));
      }
      assertThat(fitted.bytes()).isEqualTo(bytes(9 + 4 * PIXELS, 1));
      long before = free.bytes();

      for (int i = 0; i < 6; i++) {
        put(free, i, List.of(1), i);
      }
      put(fitted, 0, List.of(1), 0);
      assertThat(free.bytes()).isEqualTo(before);
      assertThat(fitted.bytes()).isEqualTo(bytes(9 + 5 * PIXELS, 1));
    }
  }

  @Test
  void aBudgetThatNothingFitsSaysWhatMemoryNeeds() {
    try (TensorArena arena = new TensorArena()) {
      MemoryBank bank = bank(arena, options(4, 9, true, 500));
      assertThatThrownBy(() -> add(bank, List.of(1), 1))
          .isInstanceOf(EngramException.class)
          .hasMessage(
              "memory_budget is 0.0 MB: memory takes 0.1 MB at least. Give more, a smaller --size, or"
                  + " fewer objects or references.");
      assertThat(bank.bytes()).isZero();
    }
  }
}
