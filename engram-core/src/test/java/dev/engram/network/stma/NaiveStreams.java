package dev.engram.network.stma;

import dev.engram.checkpoint.StateDict;
import java.util.function.IntBinaryOperator;

/**
 * All tokens in one attention, in which a mask says who sees whom: equations 2 to 4 in double
 * precision, one number after another.
 */
final class NaiveStreams {
  private static final double EPSILON = 1e-6;

  private final StateDict weights;
  private final String prefix;
  private final int heads;
  private final int depth;

  /**
   * @param prefix of the blocks' names
   */
  NaiveStreams(StateDict weights, String prefix, int heads, int depth) {
    this.weights = weights;
    this.prefix = prefix;
    this.heads = heads;
    this.depth = depth;
  }

  /**
   * @param tokens [n][C]
   * @param sees not 0 if the first token attends to the second
   * @return [n][C], normalised
   */
  double[][] pass(double[][] tokens, IntBinaryOperator sees) {
    double[][] x = tokens;
    for (int block = 0; block < depth; block++) {
      String name = prefix + block;
      double[][] qkv = linear(normalised(x, name + ".norm1"), name + ".attn.qkv");
      x = sum(x, linear(attended(qkv, sees), name + ".attn.proj"));
      double[][] wide = linear(normalised(x, name + ".norm2"), name + ".mlp.fc1");
      for (double[] row : wide) {
        for (int i = 0; i < row.length; i++) {
          row[i] = row[i] * normalCdf(row[i]);
        }
      }
      x = sum(x, linear(wide, name + ".mlp.fc2"));
    }
    return normalised(x, "backbone.norm");
  }

  private double[][] attended(double[][] qkv, IntBinaryOperator sees) {
    int n = qkv.length;
    int channels = qkv[0].length / 3;
    int d = channels / heads;
    double[][] out = new double[n][channels];
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < n; i++) {
        double[] weight = new double[n];
        double total = 0;
        for (int j = 0; j < n; j++) {
          if (sees.applyAsInt(i, j) != 0) {
            double dot = 0;
            for (int c = 0; c < d; c++) {
              dot += qkv[i][head * d + c] * qkv[j][channels + head * d + c];
            }
            weight[j] = Math.exp(dot / Math.sqrt(d));
            total += weight[j];
          }
        }
        for (int j = 0; j < n; j++) {
          for (int c = 0; c < d; c++) {
            out[i][head * d + c] += weight[j] / total * qkv[j][2 * channels + head * d + c];
          }
        }
      }
    }
    return out;
  }

  private double[][] linear(double[][] x, String name) {
    float[] weight = weights.find(name + ".weight").orElseThrow().toFloats();
    float[] bias = weights.find(name + ".bias").orElseThrow().toFloats();
    double[][] out = new double[x.length][bias.length];
    for (int i = 0; i < x.length; i++) {
      for (int o = 0; o < bias.length; o++) {
        out[i][o] = bias[o];
        for (int c = 0; c < x[i].length; c++) {
          out[i][o] += weight[o * x[i].length + c] * x[i][c];
        }
      }
    }
    return out;
  }

  private double[][] normalised(double[][] x, String name) {
    float[] weight = weights.find(name + ".weight").orElseThrow().toFloats();
    float[] bias = weights.find(name + ".bias").orElseThrow().toFloats();
    double[][] out = new double[x.length][weight.length];
    for (int i = 0; i < x.length; i++) {
      double mean = 0;
      for (double value : x[i]) {
        mean += value / weight.length;
      }
      double variance = 0;
      for (double value : x[i]) {
        variance += (value - mean) * (value - mean) / weight.length;
      }
      for (int c = 0; c < weight.length; c++) {
        out[i][c] = (x[i][c] - mean) / Math.sqrt(variance + EPSILON) * weight[c] + bias[c];
      }
    }
    return out;
  }

  private static double[][] sum(double[][] a, double[][] b) {
    double[][] out = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int c = 0; c < out[i].length; c++) {
        out[i][c] = a[i][c] + b[i][c];
      }
    }
    return out;
  }

  /** By Simpson's rule, which needs no table of the error function. */
  private static double normalCdf(double x) {
    int steps = 2000;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double t = x * i / steps;
      double density = Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI);
      sum += density * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
    }
    return 0.5 + sum * x / steps / 3;
  }
}
