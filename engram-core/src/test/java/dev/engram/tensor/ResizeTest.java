package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.tensor.Resize.Padding;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {
  interface Operator {
    Tensor apply(Tensor input, long height, long width);
  }

  /** Two images of three channels, each channel against the twin. */
  private static void assertAgrees(
      Operator operator, NaiveResize.Line twin, int[] from, int[] to, Random random) {
    int size = from[0] * from[1];
    float[] maps = new float[6 * size];
    for (int i = 0; i < maps.length; i++) {
      maps[i] = random.nextFloat() * 2 - 1;
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor input = Tensors.of(maps, 2, 3, from[0], from[1]);
      Tensor output = operator.apply(input, to[0], to[1]);
      assertThat(output.shape()).containsExactly(2, 3, to[0], to[1]);
      float[] actual = output.toFloats();
      float[] fromChannelsLast = operator.apply(input.channelsLast(), to[0], to[1]).toFloats();
      for (int map = 0; map < 6; map++) {
        float[] own = Arrays.copyOfRange(maps, map * size, (map + 1) * size);
        double[] expected = NaiveResize.apply(twin, own, from[0], from[1], to[0], to[1]);
        for (int i = 0; i < expected.length; i++) {
          int at = map * expected.length + i;
          assertThat((double) actual[at]).isCloseTo(expected[i], within(4e-6));
          assertThat((double) fromChannelsLast[at]).isCloseTo(expected[i], within(4e-6));
        }
      }
    }
  }

  @Property(tries = 150)
  void bilinearIsTheNaiveTwins(
      @ForAll @IntRange(min = 1, max = 23) int height,
      @ForAll @IntRange(min = 1, max = 23) int width,
      @ForAll @IntRange(min = 1, max = 31) int rows,
      @ForAll @IntRange(min = 1, max = 31) int columns,
      @ForAll Random random) {
    assertAgrees(
        Resize::bilinear,
        NaiveResize::bilinear,
        new int[] {height, width},
        new int[] {rows, columns},
        random);
  }

  @Property(tries = 150)
  void antialiasedIsTheTriangleFilters(
      @ForAll @IntRange(min = 1, max = 31) int height,
      @ForAll @IntRange(min = 1, max = 31) int width,
      @ForAll @IntRange(min = 1, max = 23) int rows,
      @ForAll @IntRange(min = 1, max = 23) int columns,
      @ForAll Random random) {
    assertAgrees(
        Resize::bilinearAntialias,
        NaiveResize::antialias,
        new int[] {height, width},
        new int[] {rows, columns},
        random);
  }

  @Test
  void antialiasingOutlivesAGarbageCollection() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor map = Tensors.of(new float[] {1, 1, 3, 3}, 1, 1, 1, 4);
        assertThat(Resize.bilinearAntialias(map, 1, 1).toFloats()).containsExactly(2);
      }
      System.gc();
      // what the collector finds is freed in a thread of its own
      Thread.sleep(20);
    }
  }

  @Property(tries = 150)
  void nearestIsThePixelBelow(
      @ForAll @IntRange(min = 1, max = 31) int height,
      @ForAll @IntRange(min = 1, max = 31) int width,
      @ForAll @IntRange(min = 1, max = 120) int rows,
      @ForAll @IntRange(min = 1, max = 31) int columns,
      @ForAll Random random) {
    assertAgrees(
        Resize::nearest,
        NaiveResize::nearestInSinglePrecision,
        new int[] {height, width},
        new int[] {rows, columns},
        random);
  }

  /** libtorch multiplies by in / out in single precision, as the reference does with its masks. */
  @ParameterizedTest
  @CsvSource({"2, 82, 41", "2, 110, 55"})
  void nearestTakesThePixelBeforeWhereSinglePrecisionFallsShortOfAWholeNumber(
      int in, int out, int at) {
    assertThat(NaiveResize.nearest(in, out)[at][1]).isOne();
    try (TensorScope scope = TensorScope.open()) {
      Tensor line = Tensors.of(new float[] {0, 1}, 1, 1, 1, in);
      assertThat(Resize.nearest(line, 1, out).toFloats()[at]).isZero();
      assertThat(Resize.nearest(line, 1, out).toFloats()[at + 1]).isOne();
    }
  }

  @ParameterizedTest
  @CsvSource({"480, 30", "30, 120", "854, 1708", "1080, 480", "481, 481", "7, 21"})
  void nearestOfVideoSizesIsExact(int in, int out) {
    assertThat(NaiveResize.nearestInSinglePrecision(in, out))
        .isDeepEqualTo(NaiveResize.nearest(in, out));
    float[] line = new float[in];
    for (int i = 0; i < in; i++) {
      line[i] = i;
    }
    try (TensorScope scope = TensorScope.open()) {
      float[] actual = Resize.nearest(Tensors.of(line, 1, 1, in, 1), out, 1).toFloats();
      for (int i = 0; i < out; i++) {
        assertThat(actual[i]).isEqualTo(i * in / out);
      }
    }
  }

  @Property(tries = 60)
  void shrinkingIsTheMeanOfBlocks(
      @ForAll @IntRange(min = 1, max = 5) int factor,
      @ForAll @IntRange(min = 1, max = 6) int rows,
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll Random random) {
    assertAgrees(
        (input, height, width) -> Resize.shrink(input, factor),
        NaiveResize::blockMeans,
        new int[] {factor * rows, factor * columns},
        new int[] {rows, columns},
        random);
  }

  @Test
  void shrinkingByWhatDoesNotDivideIsRefused() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor map = Tensors.zeros(TensorType.FLOAT32, Device.CPU, 1, 1, 4, 6);
      assertThatThrownBy(() -> Resize.shrink(map, 4)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Resize.shrink(map, 3)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property(tries = 200)
  void aPaddingIsTheLeastThatDividesAndItsOddPixelGoesRightAndBottom(
      @ForAll @IntRange(min = 1, max = 2000) int height,
      @ForAll @IntRange(min = 1, max = 2000) int width,
      @ForAll @IntRange(min = 1, max = 64) int divisor) {
    Padding padding = Padding.toMultipleOf(divisor, height, width);
    int vertical = padding.top() + padding.bottom();
    int horizontal = padding.left() + padding.right();
    assertThat((height + vertical) % divisor).isZero();
    assertThat((width + horizontal) % divisor).isZero();
    assertThat(vertical).isBetween(0, divisor - 1);
    assertThat(horizontal).isBetween(0, divisor - 1);
    assertThat(padding.bottom() - padding.top()).isEqualTo(vertical % 2);
    assertThat(padding.right() - padding.left()).isEqualTo(horizontal % 2);
  }

  @Test
  void paddingPutsZerosAroundAndUnpaddingTakesThemAway() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor map = Tensors.of(new float[] {1, 2}, 1, 1, 1, 2);
      Padding padding = new Padding(0, 1, 1, 2);
      Tensor padded = Resize.pad(map, padding);
      assertThat(padded.shape()).containsExactly(1, 1, 4, 3);
      assertThat(padded.toFloats()).containsExactly(0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0);
      assertThat(Resize.unpad(padded, padding).toFloats()).containsExactly(1, 2);
    }
  }

  @Property(tries = 60)
  void unpaddingUndoesPaddingOfAnySize(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 16) int divisor) {
    float[] values = new float[2 * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    Padding padding = Padding.toMultipleOf(divisor, height, width);
    try (TensorScope scope = TensorScope.open()) {
      Tensor padded = Resize.pad(Tensors.of(values, 2, height, width), padding);
      Tensor back = Resize.unpad(padded, padding);
      assertThat(back.shape()).containsExactly(2, height, width);
      assertThat(back.toFloats()).isEqualTo(values);
    }
  }

  @Test
  void negativePaddingCutsAway() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor map = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3);
      assertThat(Resize.pad(map, new Padding(-1, 0, 0, -1)).toFloats()).containsExactly(2, 3);
    }
  }
}
