package dev.engram.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PermanentMemoryTest {
  private static final int KEY = 3;
  private static final int VALUE = 2;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;
  private static final MemoryOptions OPTIONS = new MemoryOptions(4, 2, 3, 9, 5, true, false);

  /** A reference's content: which objects it covers, and from which numbers it is drawn. */
  private record Content(List<Integer> covered, long seed) {}

  private static void put(MemoryBank bank, long number, Content content) {
    Random random = new Random(content.seed);
    int pixels = HEIGHT * WIDTH;
    try (TensorScope scope = TensorScope.open()) {
      bank.putReference(
          number,
          Tensors.of(MemoryTwins.floats(random, KEY * pixels, -1, 1), 1, KEY, HEIGHT, WIDTH),
          Tensors.of(MemoryTwins.floats(random, pixels, 1, 2), 1, 1, HEIGHT, WIDTH),
          Tensors.of(
              MemoryTwins.floats(random, content.covered.size() * VALUE * pixels, -1, 1),
              content.covered.size(),
              VALUE,
              HEIGHT,
              WIDTH),
          content.covered);
    }
  }

  /** What each object reads with one and the same query. */
  private static Map<Integer, List<Float>> read(MemoryBank bank) {
    Random random = new Random(1);
    int pixels = HEIGHT * WIDTH;
    Map<Integer, List<Float>> readouts = new TreeMap<>();
    if (bank.objects().isEmpty()) {
      return readouts;
    }
    try (TensorScope scope = TensorScope.open()) {
      float[] all =
          bank.read(
                  Tensors.of(
                      MemoryTwins.floats(random, KEY * pixels, -1, 1), 1, KEY, HEIGHT, WIDTH),
                  Tensors.of(MemoryTwins.floats(random, KEY * pixels, 0, 1), 1, KEY, HEIGHT, WIDTH))
              .toFloats();
      for (int i = 0; i < bank.objects().size(); i++) {
        List<Float> own = new ArrayList<>();
        for (float value : Arrays.copyOfRange(all, i * VALUE * pixels, (i + 1) * VALUE * pixels)) {
          own.add(value);
        }
        readouts.put(bank.objects().get(i), own);
      }
    }
    return readouts;
  }

  @Property(tries = 300)
  void whateverWasPutReplacedAndRemovedWhatRemainsIsAllThatMatters(
      @ForAll @Size(max = 25) List<@IntRange(max = 999) Integer> edits, @ForAll Random random) {
    try (TensorArena arena = new TensorArena()) {
      MemoryBank edited = new MemoryBank(arena, Device.CPU, OPTIONS, VALUE, Precision.FP32);
      TreeMap<Long, Content> remaining = new TreeMap<>();
      for (int edit : edits) {
        long number = edit % 6;
        if (edit % 4 == 0) {
          edited.removeReference(number);
          remaining.remove(number);
        } else {
          List<Integer> covered = new ArrayList<>(List.of(1, 2, 3));
          Collections.shuffle(covered, random);
          covered.subList(1 + random.nextInt(3), 3).clear();
          Content content = new Content(covered, random.nextLong());
          put(edited, number, content);
          remaining.put(number, content);
        }
        for (int id : edited.objects()) {
          if (remaining.values().stream().noneMatch(c -> c.covered.contains(id))) {
            edited.removeObject(id);
          }
        }
        // with the last object goes all that was there
        if (edited.objects().isEmpty()) {
          remaining.clear();
        }
      }
      MemoryBank fresh = new MemoryBank(arena, Device.CPU, OPTIONS, VALUE, Precision.FP32);
      List<Long> order = new ArrayList<>(remaining.keySet());
      Collections.shuffle(order, random);
      order.forEach(number -> put(fresh, number, remaining.get(number)));

      assertThat(edited.references()).isEqualTo(fresh.references());
      assertThat(edited.permanentElements()).isEqualTo(fresh.permanentElements());
      Map<Integer, List<Float>> readouts = read(edited);
      Map<Integer, List<Float>> expected = read(fresh);
      assertThat(readouts.keySet()).isEqualTo(expected.keySet());
      // the elements are the same; how many rows are multiplied at a time may differ
      readouts.forEach(
          (id, values) ->
              assertThat(values)
                  .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-5 ? 0 : 1)
                  .isEqualTo(expected.get(id)));
    }
  }

  @Test
  void aReferenceOfAVideoOfAnotherSizeIsReadLikeAnyOther() {
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      MemoryBank bank = new MemoryBank(arena, Device.CPU, OPTIONS, VALUE, Precision.FP32);
      put(bank, 0, new Content(List.of(1), 5));
      bank.putReference(
          1,
          Tensors.of(new float[KEY * 20], 1, KEY, 4, 5),
          Tensors.of(new float[20], 1, 1, 4, 5).add(1),
          Tensors.of(new float[VALUE * 20], 1, VALUE, 4, 5).add(7),
          List.of(2));
      assertThat(bank.permanentElements()).isEqualTo(6 + 20);
      assertThat(read(bank).get(2)).allSatisfy(value -> assertThat(value).isEqualTo(7f));
    }
  }
}
