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
import dev.engram.tensor.TorchRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Memory banks and their naive twin, which go through the same and are compared after each step.
 */
final class MemoryTwins implements AutoCloseable {
  static final int KEY_CHANNELS = 3;
  static final int VALUE_CHANNELS = 2;

  private final TensorArena arena = new TensorArena();
  private final List<MemoryBank> banks = new ArrayList<>();
  private final NaiveMemory naive;
  private final int threads = TorchRuntime.threads();
  private final int height;
  private final int width;

  /** Each of the options makes a bank; the twin behaves as the first of them says. */
  MemoryTwins(int height, int width, MemoryOptions... options) {
    // threads cost more than they bring for tensors as small as these: thirty times here
    TorchRuntime.setThreads(1);
    this.height = height;
    this.width = width;
    for (MemoryOptions each : options) {
      banks.add(new MemoryBank(arena, Device.CPU, each, VALUE_CHANNELS, Precision.FP32));
    }
    naive = new NaiveMemory(options[0], VALUE_CHANNELS);
  }

  NaiveMemory naive() {
    return naive;
  }

  MemoryBank bank() {
    return banks.get(0);
  }

  /** Adds a frame of random content, with all objects that are there and these new ones. */
  void add(Random random, Integer... newIds) {
    List<Integer> ids = new ArrayList<>(naive.objects());
    ids.addAll(List.of(newIds));
    add(random, ids, null);
  }

  /** Puts a reference of random content that covers these objects. */
  void putReference(Random random, long number, List<Integer> ids) {
    add(random, ids, number);
  }

  private void add(Random random, List<Integer> ids, @Nullable Long reference) {
    int pixels = height * width;
    float[] keys = floats(random, KEY_CHANNELS * pixels, -1, 1);
    float[] shrinkages = floats(random, pixels, 1, 3);
    float[] selections = floats(random, KEY_CHANNELS * pixels, 0, 1);
    float[] values = floats(random, ids.size() * VALUE_CHANNELS * pixels, -1, 1);
    try (TensorScope scope = TensorScope.open()) {
      for (MemoryBank bank : banks) {
        Tensor key = Tensors.of(keys, 1, KEY_CHANNELS, height, width);
        Tensor shrinkage = Tensors.of(shrinkages, 1, 1, height, width);
        Tensor value = Tensors.of(values, ids.size(), VALUE_CHANNELS, height, width);
        if (reference == null) {
          Tensor selection = Tensors.of(selections, 1, KEY_CHANNELS, height, width);
          bank.add(key, shrinkage, selection, value, ids);
        } else {
          bank.putReference(reference, key, shrinkage, value, ids);
        }
      }
    }
    double[][][] ownValues = new double[ids.size()][pixels][];
    for (int o = 0; o < ids.size(); o++) {
      for (int p = 0; p < pixels; p++) {
        ownValues[o][p] = column(values, o, VALUE_CHANNELS, pixels, p);
      }
    }
    List<Pixel> own = pixels(keys, shrinkages, selections, pixels);
    if (reference == null) {
      naive.add(own, ownValues, ids);
    } else {
      naive.putReference(reference, own, ownValues, ids);
    }
    assertSameCounts();
  }

  void removeReference(long number) {
    banks.forEach(bank -> bank.removeReference(number));
    naive.removeReference(number);
    assertSameCounts();
  }

  void clearWorking() {
    banks.forEach(MemoryBank::clearWorking);
    naive.clearWorking();
    assertSameCounts();
  }

  void clearTemporary() {
    banks.forEach(MemoryBank::clearTemporary);
    naive.clearTemporary();
    assertSameCounts();
  }

  void remove(int id) {
    banks.forEach(bank -> bank.removeObject(id));
    naive.removeObject(id);
    assertSameCounts();
  }

  /** Reads with a frame of random content. */
  void read(Random random) {
    int queries = height * width;
    float[] keys = floats(random, KEY_CHANNELS * queries, -1, 1);
    float[] selections = floats(random, KEY_CHANNELS * queries, 0, 1);
    double[][][] expected = naive.read(pixels(keys, new float[queries], selections, queries));
    try (TensorScope scope = TensorScope.open()) {
      for (MemoryBank bank : banks) {
        Tensor actual =
            bank.read(
                Tensors.of(keys, 1, KEY_CHANNELS, height, width),
                Tensors.of(selections, 1, KEY_CHANNELS, height, width));
        assertThat(actual.shape()).containsExactly(expected.length, VALUE_CHANNELS, height, width);
        if (!naive.hadACloseCall()) {
          assertClose(actual.toFloats(), expected, queries);
        }
      }
    }
    assertSameCounts();
  }

  private void assertClose(float[] actual, double[][][] expected, int queries) {
    for (int o = 0; o < expected.length; o++) {
      for (int q = 0; q < queries; q++) {
        double[] own = column(actual, o, VALUE_CHANNELS, queries, q);
        for (int c = 0; c < VALUE_CHANNELS; c++) {
          assertThat(own[c])
              .as("object %d, pixel %d, channel %d", naive.objects().get(o), q, c)
              .isCloseTo(expected[o][q][c], within(1e-4));
        }
      }
    }
  }

  private void assertSameCounts() {
    for (MemoryBank bank : banks) {
      assertThat(bank.objects()).isEqualTo(naive.objects());
      assertThat(bank.workingElements()).as("working").isEqualTo(naive.workingElements());
      assertThat(bank.permanentElements()).as("permanent").isEqualTo(naive.permanentElements());
      if (!naive.hadACloseCall()) {
        assertThat(bank.longTermElements()).as("long-term").isEqualTo(naive.longTermElements());
      }
    }
  }

  /** Pixels of [1, C, h, w] maps. */
  static List<Pixel> pixels(float[] keys, float[] shrinkages, float[] selections, int count) {
    int channels = keys.length / count;
    List<Pixel> pixels = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      pixels.add(
          new Pixel(
              column(keys, 0, channels, count, p),
              shrinkages[p],
              column(selections, 0, channels, count, p)));
    }
    return pixels;
  }

  /** The channels of pixel {@code p} of map {@code n} of an [n, channels, pixels] array. */
  static double[] column(float[] maps, int n, int channels, int pixels, int p) {
    double[] column = new double[channels];
    for (int c = 0; c < channels; c++) {
      column[c] = maps[(n * channels + c) * pixels + p];
    }
    return column;
  }

  static float[] floats(Random random, int count, double low, double high) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return values;
  }

  @Override
  public void close() {
    TorchRuntime.setThreads(threads);
    arena.close();
  }
}
