package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The operators against loops over doubles. */
class NeuralOpsTest {
  private static float[] random(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-5));
    }
  }

  @Property(tries = 150)
  void convolutionIsTheNaiveLoopsInBothMemoryLayouts(
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(min = 0, max = 3) int kernelHalf,
      @ForAll @IntRange(min = 0, max = 3) int padding,
      @ForAll boolean withBias,
      @ForAll Random random) {
    int kernel = 2 * kernelHalf + 1;
    int n = 1 + random.nextInt(2);
    int in = 1 + random.nextInt(4);
    int out = 1 + random.nextInt(4);
    int height = kernel + random.nextInt(6);
    int width = kernel + random.nextInt(6);
    float[] input = random(random, n * in * height * width);
    float[] weight = random(random, out * in * kernel * kernel);
    float[] bias = withBias ? random(random, out) : new float[out];
    double[] expected =
        convolve(input, n, in, height, width, weight, out, kernel, bias, stride, padding);
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensors.of(input, n, in, height, width);
      Tensor w = Tensors.of(weight, out, in, kernel, kernel);
      Tensor b = withBias ? Tensors.of(bias, out) : null;
      assertClose(NeuralOps.conv2d(x, w, b, stride, padding).toFloats(), expected);
      assertClose(NeuralOps.conv2d(x.channelsLast(), w, b, stride, padding).toFloats(), expected);
      assertClose(
          NeuralOps.conv2d(x.channelsLast(), w.channelsLast(), b, stride, padding).toFloats(),
          expected);
    }
  }

  private static double[] convolve(
      float[] input,
      int n,
      int in,
      int height,
      int width,
      float[] weight,
      int out,
      int kernel,
      float[] bias,
      int stride,
      int padding) {
    int rows = (height + 2 * padding - kernel) / stride + 1;
    int columns = (width + 2 * padding - kernel) / stride + 1;
    double[] output = new double[n * out * rows * columns];
    int next = 0;
    for (int image = 0; image < n; image++) {
      for (int o = 0; o < out; o++) {
        for (int row = 0; row < rows; row++) {
          for (int column = 0; column < columns; column++) {
            double sum = bias[o];
            for (int i = 0; i < in; i++) {
              for (int dy = 0; dy < kernel; dy++) {
                for (int dx = 0; dx < kernel; dx++) {
                  int y = row * stride - padding + dy;
                  int x = column * stride - padding + dx;
                  if (y >= 0 && y < height && x >= 0 && x < width) {
                    sum +=
                        (double) weight[((o * in + i) * kernel + dy) * kernel + dx]
                            * input[((image * in + i) * height + y) * width + x];
                  }
                }
              }
            }
            output[next++] = sum;
          }
        }
      }
    }
    return output;
  }

  @Property(tries = 150)
  void aWeightedRowSumIsTheNaiveLoopsAlsoOfAViewAndWithRepeatedRows(
      @ForAll @IntRange(min = 1, max = 20) int n,
      @ForAll @IntRange(min = 1, max = 9) int queries,
      @ForAll @IntRange(min = 1, max = 6) int k,
      @ForAll Random random) {
    int width = 1 + random.nextInt(5);
    int before = random.nextInt(4);
    float[] rows = random(random, (before + n) * width);
    long[] indices = random.longs(queries * (long) k, 0, n).toArray();
    float[] weights = random(random, queries * k);
    double[] expected = new double[queries * width];
    for (int q = 0; q < queries; q++) {
      for (int i = q * k; i < (q + 1) * k; i++) {
        for (int c = 0; c < width; c++) {
          expected[q * width + c] +=
              (double) weights[i] * rows[(before + (int) indices[i]) * width + c];
        }
      }
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor view = Tensors.of(rows, before + n, width).narrow(0, before, n);
      Tensor sum =
          NeuralOps.weightedRowSum(
              view, Tensors.of(indices, queries, k), Tensors.of(weights, queries, k));
      assertThat(sum.shape()).containsExactly(queries, width);
      assertClose(sum.toFloats(), expected);
    }
  }

  @Property(tries = 100)
  void rowProductsAreTheNaiveLoopsAlsoOfViews(
      @ForAll @IntRange(min = 1, max = 40) int m,
      @ForAll @IntRange(min = 0, max = 70) int n,
      @ForAll @IntRange(min = 1, max = 20) int c,
      @ForAll Random random) {
    int before = random.nextInt(4);
    float[] a = random(random, (before + m) * c);
    float[] b = random(random, (before + n) * c);
    double[] expected = new double[m * n];
    for (int i = 0; i < m * n; i++) {
      for (int k = 0; k < c; k++) {
        expected[i] += (double) a[(before + i / n) * c + k] * b[(before + i % n) * c + k];
      }
    }
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      Tensor left = Tensors.of(a, before + m, c).narrow(0, before, m);
      Tensor right = Tensors.of(b, before + n, c).narrow(0, before, n);
      assertClose(
          RowProducts.with(arena, right, 1 + random.nextInt(9), Precision.FP32).of(left).toFloats(),
          expected);
    }
  }

  @Test
  void maxPoolingLooksPastTheEdgeForNothing() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor map = Tensors.of(new float[] {-1, -2, -3, -4, -5, -6, -7, -8, -9}, 1, 1, 3, 3);
      Tensor pooled = NeuralOps.maxPool(map, 3, 2, 1);
      assertThat(pooled.shape()).containsExactly(1, 1, 2, 2);
      assertThat(pooled.toFloats()).containsExactly(-1, -2, -4, -5);
    }
  }

  @Test
  void aLinearLayerMultipliesByTheTransposedWeight() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor input = Tensors.of(new float[] {1, 2}, 1, 2);
      Tensor weight = Tensors.of(new float[] {1, 10, 100, 1000, 3, 4}, 3, 2);
      Tensor bias = Tensors.of(new float[] {0.5f, 0, -1}, 3);
      assertThat(NeuralOps.linear(input, weight, bias).toFloats()).containsExactly(21.5f, 2100, 10);
    }
  }
}
