package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TensorTest {
  private static final float LOWEST = Float.NEGATIVE_INFINITY;

  private static Tensor floats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensors.of(floats, values.length);
  }

  @Test
  void valuesThatDoNotFillTheShapeAreRefused() {
    try (TensorScope scope = TensorScope.open()) {
      assertThatThrownBy(() -> Tensors.of(new float[5], 2, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("5")
          .hasMessageContaining("[2, 3]");
      assertThatThrownBy(() -> Tensors.of(new long[7], 2, 3))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Tensors.of(new byte[0], 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Tensors.of(new float[2], -1, -2))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(Tensors.of(new float[0], 0, 3).shape()).containsExactly(0, 3);
      assertThat(Tensors.of(new float[] {4}).shape()).isEmpty();
    }
  }

  @Test
  void whatGoesInComesOut() {
    try (TensorScope scope = TensorScope.open()) {
      byte[] bytes = {0, 1, 127, (byte) 128, (byte) 255};
      assertThat(Tensors.of(bytes, 5).toBytes()).isEqualTo(bytes);
      assertThat(Tensors.of(bytes, 5).toFloats()).containsExactly(0, 1, 127, 128, 255);
      long[] longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};
      assertThat(Tensors.of(longs, 4).toLongs()).isEqualTo(longs);
      float[] floats = {Float.NaN, LOWEST, -0f, Float.MIN_VALUE, Float.MAX_VALUE};
      assertThat(Tensors.of(floats, 5).toFloats()).isEqualTo(floats);
      assertThat(Tensors.zeros(TensorType.FLOAT32, Device.CPU, 0, 4).toFloats()).isEmpty();
      assertThat(floats(0.5, 2).greater(1).toBytes()).containsExactly(0, 1);
    }
  }

  @Test
  void viewsComeOutInTheirOwnOrder() {
    try (TensorScope scope = TensorScope.open()) {
      long[] numbers = {0, 1, 2, 3, 4, 5};
      Tensor matrix = Tensors.of(numbers, 2, 3);
      assertThat(matrix.transpose(0, 1).toLongs()).containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(matrix.narrow(1, 1, 2).toLongs()).containsExactly(1, 2, 4, 5);
      assertThat(matrix.to(TensorType.FLOAT32).transpose(0, 1).toFloats())
          .containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(matrix.to(TensorType.UINT8).permute(1, 0).toBytes())
          .containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(matrix.narrow(0, 1, 1).expand(2, 3).toLongs()).containsExactly(3, 4, 5, 3, 4, 5);
      Tensor map = Tensors.of(numbers, 1, 3, 1, 2).to(TensorType.FLOAT32).channelsLast();
      assertThat(map.toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(map.permute(0, 2, 3, 1).toFloats()).containsExactly(0, 2, 4, 1, 3, 5);
    }
  }

  @Test
  void aTensorSaysWhatItHolds() {
    try (TensorScope scope = TensorScope.open()) {
      for (TensorType type : TensorType.values()) {
        Tensor tensor = Tensors.zeros(type, Device.CPU, 2, 3);
        assertThat(tensor.type()).isEqualTo(type);
        assertThat(tensor).hasToString("Tensor[2, 3] " + type);
        assertThat(tensor.to(TensorType.FLOAT32).type()).isEqualTo(TensorType.FLOAT32);
        assertThat(tensor.device()).isEqualTo(Device.CPU);
      }
      assertThat(floats(1).greater(0).type()).isEqualTo(TensorType.BOOL);
      assertThat(floats(1).topK(1).indices().type()).isEqualTo(TensorType.INT64);
    }
  }

  @Test
  void writingToAViewWritesToItsOrigin() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor matrix = Tensors.zeros(TensorType.FLOAT32, Device.CPU, 2, 3);
      matrix.narrow(1, 1, 1).fillInPlace(7);
      matrix.narrow(0, 0, 1).squeeze(0).copyInPlace(floats(1, 2, 3));
      assertThat(matrix.toFloats()).containsExactly(1, 2, 3, 0, 7, 0);
      assertThat(matrix.copy().fillInPlace(9).toFloats()).containsOnly(9);
      assertThat(matrix.toFloats()).containsExactly(1, 2, 3, 0, 7, 0);
    }
  }

  @Property(tries = 200)
  void topKIsTheLargestInSomeOrderWithTheirPlaces(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 1, max = 40) int columns,
      @ForAll Random random) {
    int k = 1 + random.nextInt(columns);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(8) == 0 ? LOWEST : random.nextInt(30) - 15;
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor.TopK top = Tensors.of(values, rows, columns).topK(k);
      float[] found = top.values().toFloats();
      long[] places = top.indices().toLongs();
      for (int row = 0; row < rows; row++) {
        float[] own = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
        for (int i = row * k; i < (row + 1) * k; i++) {
          assertThat(found[i]).isEqualTo(own[(int) places[i]]);
        }
        assertThat(Arrays.stream(places, row * k, (row + 1) * k).distinct().count()).isEqualTo(k);
        float[] ranked = Arrays.copyOfRange(found, row * k, (row + 1) * k);
        Arrays.sort(ranked);
        Arrays.sort(own);
        assertThat(ranked).isEqualTo(Arrays.copyOfRange(own, columns - k, columns));
      }
    }
  }

  @Property(tries = 100)
  void argsortKeepsTheOrderOfEqualElements(
      @ForAll @IntRange(min = 1, max = 60) int count, @ForAll Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(4);
    }
    try (TensorScope scope = TensorScope.open()) {
      long[] ascending = Tensors.of(values, count).argsort(false).toLongs();
      long[] descending = Tensors.of(values, count).argsort(true).toLongs();
      for (int i = 1; i < count; i++) {
        assertOrder(values, (int) ascending[i - 1], (int) ascending[i], 1);
        assertOrder(values, (int) descending[i - 1], (int) descending[i], -1);
      }
    }
  }

  private static void assertOrder(float[] values, int first, int second, int sign) {
    int order = sign * Float.compare(values[first], values[second]);
    assertThat(order < 0 || (order == 0 && first < second)).isTrue();
  }

  @Test
  void softmaxNeitherOverflowsNorVanishes() {
    try (TensorScope scope = TensorScope.open()) {
      assertThat(floats(-1e30, -1e30).softmax(0).toFloats()).containsExactly(0.5f, 0.5f);
      assertThat(floats(3e38, 0).softmax(0).toFloats()).containsExactly(1, 0);
      assertThat(floats(-1000, LOWEST, -1001).softmax(0).toFloats())
          .containsExactly(new float[] {0.7310586f, 0, 0.26894143f}, within(1e-6f));
      Tensor matrix = floats(0, 1, 2, 3).reshape(2, 2);
      assertThat(matrix.softmax(1).sum(1, false).toFloats())
          .containsExactly(new float[] {1, 1}, within(1e-6f));
      assertThat(matrix.softmax(0).toFloats())
          .containsExactly(
              new float[] {0.11920292f, 0.11920292f, 0.880797f, 0.880797f}, within(1e-6f));
    }
  }

  @Property(tries = 100)
  void scatteredSumsAddUpWhereIndicesRepeat(
      @ForAll @IntRange(min = 1, max = 20) int size,
      @ForAll @IntRange(min = 0, max = 200) int count,
      @ForAll Random random) {
    long[] indices = random.longs(count, 0, size).toArray();
    float[] values = new float[count];
    Map<Long, Float> sums = new HashMap<>();
    for (int i = 0; i < count; i++) {
      // whole numbers, whose sums are exact in any order
      values[i] = random.nextInt(100);
      sums.merge(indices[i], values[i], Float::sum);
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor column = Tensors.zeros(TensorType.FLOAT32, Device.CPU, size, 1);
      column.reshape(size).scatterAddInPlace(Tensors.of(indices, count), Tensors.of(values, count));
      float[] actual = column.toFloats();
      for (int i = 0; i < size; i++) {
        assertThat(actual[i]).isEqualTo(sums.getOrDefault((long) i, 0f));
      }
    }
  }
}
