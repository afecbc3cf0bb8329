package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operators of transformers against loops over doubles. */
class TransformerOpsTest {
  private static float[] random(int seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double[] attention(
      float[] query, float[] key, float[] value, int heads, int m, int n, int d) {
    double[] out = new double[heads * m * d];
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < m; i++) {
        double[] weight = new double[n];
        double total = 0;
        for (int j = 0; j < n; j++) {
          double dot = 0;
          for (int c = 0; c < d; c++) {
            dot += (double) query[(h * m + i) * d + c] * key[(h * n + j) * d + c];
          }
          weight[j] = Math.exp(dot / Math.sqrt(d));
          total += weight[j];
        }
        for (int j = 0; j < n; j++) {
          for (int c = 0; c < d; c++) {
            out[(h * m + i) * d + c] += weight[j] / total * value[(h * n + j) * d + c];
          }
        }
      }
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1e-5", "BFLOAT16, 0.05"})
  void attentionIsTheNaiveLoops(TensorType type, double tolerance) {
    int heads = 3;
    int m = 5;
    int n = 7;
    int d = 8;
    float[] query = random(1, heads * m * d);
    float[] key = random(2, heads * n * d);
    float[] value = random(3, heads * n * d);
    double[] expected = attention(query, key, value, heads, m, n, d);
    try (TensorScope scope = TensorScope.open()) {
      float[] found =
          NeuralOps.attention(
                  Tensors.of(query, 1, heads, m, d).to(type),
                  Tensors.of(key, 1, heads, n, d).to(type),
                  Tensors.of(value, 1, heads, n, d).to(type))
              .toFloats();
      for (int i = 0; i < found.length; i++) {
        assertThat((double) found[i]).isCloseTo(expected[i], within(tolerance));
      }
    }
  }

  @Test
  void longAttentionInPiecesIsThatOfOnePiece() {
    int n = 6000;
    float[] query = random(1, n * 16);
    float[] key = random(2, n * 16);
    try (TensorScope scope = TensorScope.open()) {
      Tensor q = Tensors.of(query, 1, 1, n, 16).to(TensorType.BFLOAT16);
      Tensor k = Tensors.of(key, 1, 1, n, 16).to(TensorType.BFLOAT16);
      float[] whole = NeuralOps.attention(q, k, k).toFloats();
      for (int row : new int[] {0, 2795, 2796, 2797, 5999}) {
        float[] own = NeuralOps.attention(q.narrow(2, row, 1), k, k).toFloats();
        for (int c = 0; c < 16; c++) {
          assertThat((double) whole[row * 16 + c]).isCloseTo(own[c], within(0.02));
        }
      }
    }
  }

  @Test
  void layerNormBringsEachRowToMeanAndDeviation() {
    float[] input = random(1, 4 * 6);
    float[] weight = random(2, 6);
    float[] bias = random(3, 6);
    try (TensorScope scope = TensorScope.open()) {
      float[] found =
          NeuralOps.layerNorm(
                  Tensors.of(input, 4, 6), Tensors.of(weight, 6), Tensors.of(bias, 6), 1e-5)
              .toFloats();
      for (int row = 0; row < 4; row++) {
        double mean = 0;
        double variance = 0;
        for (int c = 0; c < 6; c++) {
          mean += input[row * 6 + c] / 6.0;
        }
        for (int c = 0; c < 6; c++) {
          variance += Math.pow(input[row * 6 + c] - mean, 2) / 6;
        }
        for (int c = 0; c < 6; c++) {
          double expected =
              (input[row * 6 + c] - mean) / Math.sqrt(variance + 1e-5) * weight[c] + bias[c];
          assertThat((double) found[row * 6 + c]).isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  @Test
  void aDepthwiseConvolutionSeesOneChannelAtATime() {
    float[] input = random(1, 2 * 3 * 4);
    float[] weight = random(2, 2 * 9);
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensors.of(input, 1, 2, 3, 4);
      Tensor w = Tensors.of(weight, 2, 1, 3, 3);
      Tensor bias = Tensors.of(new float[] {0.5f, -1}, 2);
      float[] found = NeuralOps.depthwiseConv2d(x, w, bias, 1).toFloats();
      for (int c = 0; c < 2; c++) {
        Tensor own =
            NeuralOps.conv2d(x.narrow(1, c, 1), w.narrow(0, c, 1), bias.narrow(0, c, 1), 1, 1);
        assertThat(Arrays.copyOfRange(found, 12 * c, 12 * (c + 1)))
            .containsExactly(own.toFloats(), within(1e-6f));
      }
    }
  }

  @Test
  void geluIsTheInputTimesTheNormalDistribution() {
    try (TensorScope scope = TensorScope.open()) {
      float[] found = NeuralOps.gelu(Tensors.of(new float[] {-1, 0, 1, 2}, 4)).toFloats();
      double[] expected = {-0.158655, 0, 0.841345, 1.954500};
      for (int i = 0; i < 4; i++) {
        assertThat((double) found[i]).isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  @Test
  void anUpsamplingConvolutionMakesASquareOfEveryPixel() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensors.of(new float[] {2, 3}, 1, 1, 1, 2);
      Tensor w = Tensors.of(new float[] {1, 10, 100, 1000}, 1, 1, 2, 2);
      Tensor found = NeuralOps.upsampleByConv(x, w, Tensors.of(new float[] {0.5f}, 1));
      assertThat(found.toFloats())
          .containsExactly(2.5f, 20.5f, 3.5f, 30.5f, 200.5f, 2000.5f, 300.5f, 3000.5f);
    }
  }
}
