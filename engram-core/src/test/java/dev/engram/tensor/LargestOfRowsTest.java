package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against sorted rows; few different values, so that many are equal. */
class LargestOfRowsTest {
  @Property(tries = 300)
  void theLargestOfALongRowAreThoseOfTheSortedRow(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 2500) int columns,
      @ForAll @IntRange(min = 1, max = 30) int most,
      @ForAll boolean partOfAWiderMatrix,
      @ForAll boolean halves,
      @ForAll @IntRange(min = 0, max = 2) int negative,
      @ForAll Random random) {
    int k = Math.min(most, columns);
    int before = partOfAWiderMatrix ? 1 + random.nextInt(5) : 0;
    int width = before + columns;
    // so small that halves hold them; all, half or none of them negative
    int different = 2 + random.nextInt(250);
    int least = -negative * different / 2;
    float[] values = new float[rows * width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          random.nextInt(50) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(different) + least;
    }
    try (TensorScope scope = TensorScope.open()) {
      TensorType type = halves ? TensorType.BFLOAT16 : TensorType.FLOAT32;
      Tensor matrix = Tensors.of(values, rows, width).to(type).narrow(1, before, columns);
      Tensor.TopK top = matrix.topKOfRows(k);
      float[] found = top.values().toFloats();
      long[] places = top.indices().toLongs();
      for (int row = 0; row < rows; row++) {
        float[] own = Arrays.copyOfRange(values, row * width + before, (row + 1) * width);
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
}
