package dev.engram.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The corners of a memory bank, one by one; most frames here have one pixel and one channel. */
class MemoryBankTest {
  private final TensorArena arena = new TensorArena();
  private final Random random = new Random(7);

  @AfterEach
  void free() {
    arena.close();
  }

  private MemoryBank bank(MemoryOptions options) {
    return new MemoryBank(arena, Device.CPU, options, 1, Precision.FP32);
  }

  private static MemoryOptions longTerm(int most, int least, int prototypes, int room, int topK) {
    return new MemoryOptions(most, least, prototypes, room, topK, true, false);
  }

  private static MemoryOptions workingOnly(int topK) {
    return new MemoryOptions(10, 5, 128, 10_000, topK, false, false);
  }

  /** A frame of one pixel; object n has the value 10 key + n. */
  private static void add(MemoryBank bank, double key, Integer... ids) {
    float[] values = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      values[i] = (float) (10 * key + ids[i]);
    }
    try (TensorScope scope = TensorScope.open()) {
      bank.add(
          pixel(key), pixel(1), pixel(1), Tensors.of(values, ids.length, 1, 1, 1), List.of(ids));
    }
  }

  private static Tensor pixel(double value) {
    return Tensors.of(new float[] {(float) value}, 1, 1, 1, 1);
  }

  private static float[] read(MemoryBank bank, double key) {
    try (TensorScope scope = TensorScope.open()) {
      return bank.read(pixel(key), pixel(1)).toFloats();
    }
  }

  @Test
  void evictionTakesTheLeastUsedPrototypeAlsoFromObjectsThatCameLater() {
    MemoryBank bank = bank(longTerm(2, 1, 1, 3, 1));
    add(bank, 0, 1);
    add(bank, 1, 1);
    add(bank, 2, 1, 2);
    add(bank, 3, 1, 2);
    // prototypes 1, 2 and 3, each of a single candidate; object 2 has values for the last two
    assertThat(bank.longTermElements()).isEqualTo(3);
    assertThat(read(bank, 1)).containsExactly(11, 22);
    assertThat(read(bank, 3)).containsExactly(31, 32);

    // prototype 2 was never the most similar one of the oldest object
    add(bank, 4, 1, 2);
    assertThat(bank.longTermElements()).isEqualTo(3);
    assertThat(read(bank, 2.1)).containsExactly(31, 32);
    assertThat(read(bank, 1)).containsExactly(11, 32);
    assertThat(read(bank, 9)).containsExactly(41, 42);

    // prototype 1 was read twice of five times, 3 twice, 4 once of three, and is gone
    add(bank, 5, 1, 2);
    assertThat(read(bank, 4.1)).containsExactly(51, 52);
    bank.removeObject(1);
    assertThat(bank.longTermElements()).isEqualTo(2);
    assertThat(bank.workingElements()).isZero();
    assertThat(read(bank, -7)).containsExactly(32);
  }

  @Test
  void ofEquallyUsedPrototypesTheNewestSurvive() {
    MemoryBank bank = bank(longTerm(2, 1, 1, 2, 1));
    for (int key = 0; key <= 5; key++) {
      add(bank, key, 1);
    }
    assertThat(bank.longTermElements()).isEqualTo(2);
    assertThat(read(bank, 4.2)).containsExactly(41);
    assertThat(read(bank, 3)).containsExactly(41);
    assertThat(read(bank, 1)).containsExactly(1);
  }

  @Test
  void aLongTermMemoryThatIsExactlyFullLosesNoMoreThanItMust() {
    MemoryOptions options = longTerm(3, 1, 4, 12, 5);
    try (MemoryTwins twins = new MemoryTwins(1, 5, options)) {
      for (int frame = 0; frame < 30; frame++) {
        twins.add(
            random, frame % 7 == 0 && frame < 21 ? new Integer[] {1 + frame} : new Integer[0]);
        twins.read(random);
        assertThat(twins.bank().longTermElements()).isEqualTo(Math.min(12, frame / 2 * 4));
      }
    }
  }

  @Test
  void aLongTermMemoryOfOneConsolidationIsReplacedByEach() {
    try (MemoryTwins twins = new MemoryTwins(2, 3, longTerm(3, 2, 6, 6, 40))) {
      twins.add(random, 1, 2);
      for (int frame = 1; frame < 12; frame++) {
        twins.add(random);
        twins.read(random);
        assertThat(twins.bank().longTermElements()).isEqualTo(frame < 2 ? 0 : 6);
      }
    }
  }

  @Test
  void aFrameOfFewerElementsThanTopKIsReadWhole() {
    try (MemoryTwins twins = new MemoryTwins(2, 3, MemoryOptions.defaults())) {
      twins.add(random, 1);
      twins.read(random);
      twins.add(random, 2);
      twins.read(random);
    }
  }

  @Test
  void elementsTooFarAwayForAnExponentialAreWeighedByTheirDifferences() {
    MemoryBank bank = bank(workingOnly(30));
    add(bank, 100, 1);
    add(bank, 100.005, 1);
    add(bank, 200, 1);
    // similarities -10,000, -10,001 and -40,000: exp() of each is 0
    double nearest = 1 / (1 + Math.exp(100.0 * 100 - 100.005 * 100.005));
    assertThat(read(bank, 0)[0])
        .isCloseTo((float) (1001 * nearest + 1001.05 * (1 - nearest)), within(0.01f));
  }

  @Test
  void farElementsStayNumbersThroughConsolidationAndEviction() {
    MemoryBank bank = bank(longTerm(3, 1, 2, 4, 2));
    for (int frame = 0; frame < 12; frame++) {
      add(bank, 1000 * frame, 1);
      assertThat(read(bank, -1000)).doesNotContain(Float.NaN).hasSize(1);
      assertThat(read(bank, -1000)[0]).isFinite();
    }
    assertThat(bank.longTermElements()).isEqualTo(4);
  }

  @Test
  void withoutLongTermMemoryTheSecondOldestFrameMakesRoom() {
    try (MemoryTwins twins = new MemoryTwins(1, 2, workingOnly(25))) {
      twins.add(random, 1);
      for (int frame = 1; frame < 110; frame++) {
        twins.add(
            random,
            frame == 1 || frame == 4 || frame == 103 ? new Integer[] {frame + 1} : new Integer[0]);
        if (frame % 10 == 0 || frame > 97) {
          twins.read(random);
        }
      }
      assertThat(twins.bank().workingElements()).isEqualTo(200);
      twins.remove(1);
      twins.read(random);
      twins.add(random);
      twins.remove(2);
      twins.remove(5);
      assertThat(twins.bank().workingElements()).isEqualTo(2 * 8);
      twins.read(random);
    }
  }

  @Test
  void anObjectWhoseOnlyFrameWasConsolidatedAwayReadsZeros() {
    MemoryBank bank = bank(longTerm(3, 1, 1, 2, 1));
    add(bank, 0, 1);
    add(bank, 10, 1);
    assertThat(read(bank, 10)).containsExactly(101);
    // of the candidates 10 and 20 the used one becomes the prototype, which knows no object 2
    add(bank, 20, 1, 2);
    assertThat(read(bank, 20)).containsExactly(101, 0);
    bank.removeObject(1);
    assertThat(bank.workingElements()).isZero();
    assertThat(bank.longTermElements()).isZero();
    assertThat(read(bank, 20)).containsExactly(0);
    add(bank, 3, 2);
    assertThat(read(bank, 20)).containsExactly(32);
  }

  @Test
  void aMemoryWithoutObjectsCannotBeReadButFilledAgain() {
    MemoryBank bank = bank(MemoryOptions.defaults());
    assertThatThrownBy(() -> read(bank, 0)).isInstanceOf(IllegalStateException.class);
    bank.removeObject(1);
    add(bank, 1, 1);
    bank.removeObject(1);
    assertThat(bank.objects()).isEmpty();
    assertThat(bank.workingElements()).isZero();
    assertThatThrownBy(() -> read(bank, 0)).isInstanceOf(IllegalStateException.class);
    add(bank, 2, 1);
    assertThat(read(bank, 1)).containsExactly(21);
  }

  @Test
  void aFrameWithoutObjectsLeavesNoElements() {
    MemoryBank bank = bank(longTerm(2, 1, 1, 2, 1));
    try (TensorScope scope = TensorScope.open()) {
      Tensor none = Tensors.empty(TensorType.FLOAT32, Device.CPU, 0, 1, 1, 1);
      bank.add(pixel(1), pixel(1), pixel(1), none, List.of());
    }
    assertThat(bank.workingElements()).isZero();
    add(bank, 2, 4);
    assertThat(read(bank, 1)).containsExactly(24);
  }

  @Test
  void aFrameThatLacksAnObjectOrHasAnotherSizeIsRefused() {
    MemoryBank bank = bank(MemoryOptions.defaults());
    add(bank, 1, 1, 2);
    assertThatThrownBy(() -> add(bank, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> add(bank, 2, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    try (TensorScope scope = TensorScope.open()) {
      Tensor wide = Tensors.zeros(TensorType.FLOAT32, Device.CPU, 1, 1, 1, 2);
      Tensor values = Tensors.zeros(TensorType.FLOAT32, Device.CPU, 2, 1, 1, 2);
      assertThatThrownBy(() -> bank.add(wide, wide, wide, values, List.of(1, 2)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(bank.workingElements()).isEqualTo(1);
    assertThat(read(bank, 2)).containsExactly(11, 12);
  }
}
