package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against plain operators in single precision, on numbers that bfloat16 holds exactly. */
class PackedConvolutionTest {
  /** Multiples of 1/8 in -2..2: their products and sums are exact in single precision. */
  private static Tensor exact(Random random, long... shape) {
    int count = 1;
    for (long extent : shape) {
      count *= (int) extent;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (random.nextInt(33) - 16) / 8f;
    }
    return Tensors.of(values, shape);
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.type()).isEqualTo(TensorType.BFLOAT16);
    assertThat(actual.shape()).isEqualTo(expected.shape());
    float[] own = actual.toFloats();
    float[] other = expected.toFloats();
    for (int i = 0; i < own.length; i++) {
      // half a unit in the last of bfloat16's eight places, before and after adding up to 2
      assertThat(own[i]).isCloseTo(other[i], within((2 * Math.abs(other[i]) + 2) / 256));
    }
  }

  @Property(tries = 80)
  void itIsThePlainConvolutionWithSumAndRectifier(
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(min = 0, max = 3) int half,
      @ForAll boolean withBias,
      @ForAll boolean add,
      @ForAll boolean relu,
      @ForAll Random random) {
    assumeTrue(PackedConvolution.available(), "this libtorch has no packed convolutions");
    int kernel = 2 * half + 1;
    int in = 1 + random.nextInt(random.nextBoolean() ? 70 : 2);
    int out = 1 + random.nextInt(random.nextBoolean() ? 70 : 2);
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      Tensor weight = arena.adopt(exact(random, out, in, kernel, kernel).channelsLast());
      Tensor bias = withBias ? arena.adopt(exact(random, out)) : null;
      PackedConvolution packed = packed(arena, weight, bias, stride);
      // more sizes than are kept packed, and the first of them again
      int[][] sizes = {{1, 5, 9}, {3, 8, 6}, {1, 1, 1}, {2, 1, 7}, {1, 5, 9}};
      for (int[] size : sizes) {
        Tensor input = exact(random, size[0], in, size[1], size[2]).channelsLast();
        Tensor expected = NeuralOps.conv2d(input, weight, bias, stride, half);
        Tensor addend = add ? exact(random, expected.shape()).channelsLast() : null;
        if (addend != null) {
          expected = expected.add(addend);
        }
        assertClose(packed.apply(input, addend, relu), relu ? expected.relu() : expected);
      }
    }
  }

  private static PackedConvolution packed(
      TensorArena arena, Tensor weight, @Nullable Tensor bias, int stride) {
    Tensor half = arena.adopt(weight.to(TensorType.BFLOAT16));
    Tensor halfBias = bias == null ? null : arena.adopt(bias.to(TensorType.BFLOAT16));
    return PackedConvolution.of(arena, half, halfBias, stride);
  }

  @Test
  void whatIsPackedIsTheArenasAndNoMoreThanTwiceTheWeight() {
    assumeTrue(PackedConvolution.available(), "this libtorch has no packed convolutions");
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      Tensor weight = arena.adopt(exact(new Random(3), 8, 4, 3, 3).channelsLast());
      PackedConvolution packed = packed(arena, weight, null, 1);
      int before = arena.size();
      for (int height = 4; height < 20; height++) {
        packed.apply(exact(new Random(height), 1, 4, height, 7).channelsLast(), null, false);
      }
      assertThat(arena.size()).isEqualTo(before + 2);
    }
  }
}
