package dev.engram.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.memory.NaiveMemory.Pixel;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reads of more pairs than are compared at a time. */
class MemoryBankBigReadTest {
  private static final int HEIGHT = 61;
  private static final int WIDTH = 67;
  private static final int PIXELS = HEIGHT * WIDTH;
  private static final int FRAMES = 3;

  private final Random random = new Random(11);

  private float[] random(int channels, double low, double high) {
    return MemoryTwins.floats(random, channels * PIXELS, low, high);
  }

  private static Tensor map(float[] values, int n) {
    return Tensors.of(values, n, values.length / n / PIXELS, HEIGHT, WIDTH);
  }

  @Test
  void aReadInPiecesIsTheNaiveTwinsAtEachPiecesEdges() {
    MemoryOptions options = new MemoryOptions(10, 5, 128, 10_000, 8, true, false);
    NaiveMemory naive = new NaiveMemory(options, 2);
    float[] queryKeys = random(2, -1, 1);
    float[] querySelections = random(2, 0, 1);
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      MemoryBank bank = new MemoryBank(arena, Device.CPU, options, 2, Precision.FP32);
      for (int frame = 0; frame < FRAMES; frame++) {
        // the second object comes late, so each piece is also read from a part of the elements
        List<Integer> ids = frame == 0 ? List.of(1) : List.of(1, 2);
        addToBoth(bank, naive, ids);
      }

      float[] actual = bank.read(map(queryKeys, 1), map(querySelections, 1)).toFloats();

      int piece = (int) MemoryRead.queriesAtATime(FRAMES * PIXELS);
      assertThat(PIXELS).isGreaterThan(2 * piece);
      assertThat(PIXELS % piece).isPositive();
      List<Pixel> all = MemoryTwins.pixels(queryKeys, new float[PIXELS], querySelections, PIXELS);
      for (int q : new int[] {0, 1, piece - 1, piece, 2 * piece - 1, 2 * piece, PIXELS - 1}) {
        double[][][] expected = naive.read(List.of(all.get(q)));
        for (int object = 0; object < 2; object++) {
          double[] own = MemoryTwins.column(actual, object, 2, PIXELS, q);
          assertThat(own).as("pixel %d", q).containsExactly(expected[object][0], within(1e-4));
        }
      }
    }
  }

  private void addToBoth(MemoryBank bank, NaiveMemory naive, List<Integer> ids) {
    float[] keys = random(2, -1, 1);
    // sharp, so that the 8 elements of thousands have weights of their own
    float[] shrinkages = random(1, 500, 900);
    float[] selections = random(2, 0, 1);
    float[] values = random(2 * ids.size(), -1, 1);
    bank.add(map(keys, 1), map(shrinkages, 1), map(selections, 1), map(values, ids.size()), ids);
    double[][][] ownValues = new double[ids.size()][PIXELS][];
    for (int o = 0; o < ids.size(); o++) {
      for (int p = 0; p < PIXELS; p++) {
        ownValues[o][p] = MemoryTwins.column(values, o, 2, PIXELS, p);
      }
    }
    naive.add(MemoryTwins.pixels(keys, shrinkages, selections, PIXELS), ownValues, ids);
  }

  /** The favourite is the most read element only if the uses of both pieces are added up. */
  @Test
  void everyPieceCountsAsUse() {
    MemoryOptions options = new MemoryOptions(3, 2, 1, 1, 1, true, false);
    int favourite = 1000;
    int rivalInTheFirstPiece = 5;
    int rivalInTheLastPiece = PIXELS - 5;
    float[] value = new float[PIXELS];
    float[] grid = new float[2 * PIXELS];
    for (int p = 0; p < PIXELS; p++) {
      value[p] = p;
      place(grid, p, p);
    }
    float[] queries = grid.clone();
    place(queries, 0, favourite);
    place(queries, PIXELS - 1, favourite);
    place(queries, 1, rivalInTheFirstPiece);
    place(queries, PIXELS - 2, rivalInTheLastPiece);
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      Tensor far = map(filled(2, -500), 1);
      Tensor sharp = map(filled(1, 100), 1);
      Tensor ones = map(filled(2, 1), 1);
      Tensor values = map(value, 1);
      MemoryBank bank = new MemoryBank(arena, Device.CPU, options, 1, Precision.FP32);
      bank.add(far, sharp, ones, values, List.of(1));
      bank.add(map(grid, 1), sharp, ones, values, List.of(1));
      bank.read(map(queries, 1), ones);
      bank.add(far, sharp, ones, values, List.of(1));
      assertThat(bank.longTermElements()).isEqualTo(1);
      assertThat(bank.read(map(grid, 1), ones).toFloats()[0]).isCloseTo(favourite, within(0.01f));
    }
  }

  /** Gives a pixel the key of place {@code at} in the grid. */
  private static void place(float[] keys, int pixel, int at) {
    keys[pixel] = at % WIDTH;
    keys[PIXELS + pixel] = at / WIDTH;
  }

  private static float[] filled(int channels, float value) {
    float[] values = new float[channels * PIXELS];
    Arrays.fill(values, value);
    return values;
  }
}
