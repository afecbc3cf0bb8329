package dev.engram.tensor;

/** Twins of {@link Resize} for one map of doubles, along one dimension after the other. */
final class NaiveResize {
  private NaiveResize() {}

  /** The weights [out][in] that bring a line of pixels to another length. */
  interface Line {
    double[][] weights(int in, int out);
  }

  static double[] apply(Line line, float[] map, int height, int width, int rows, int columns) {
    double[][] vertical = line.weights(height, rows);
    double[][] horizontal = line.weights(width, columns);
    double[] result = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            result[row * columns + column] +=
                vertical[row][y] * horizontal[column][x] * map[y * width + x];
          }
        }
      }
    }
    return result;
  }

  /** Between the centres of the two nearest pixels; beyond the outermost centres all is edge. */
  static double[][] bilinear(int in, int out) {
    double[][] weights = new double[out][in];
    for (int i = 0; i < out; i++) {
      double at = Math.max(0, Math.min(in - 1, (i + 0.5) * in / out - 0.5));
      int low = Math.min(in - 1, (int) Math.floor(at));
      int high = Math.min(in - 1, low + 1);
      weights[i][low] += 1 - (at - low);
      weights[i][high] += at - low;
    }
    return weights;
  }

  /** A triangle around the output pixel's centre, as wide as the reduction, normalised. */
  static double[][] antialias(int in, int out) {
    double[][] weights = new double[out][in];
    double scale = (double) in / out;
    double support = Math.max(scale, 1);
    for (int i = 0; i < out; i++) {
      double centre = scale * (i + 0.5);
      double total = 0;
      for (int x = 0; x < in; x++) {
        weights[i][x] = Math.max(0, 1 - Math.abs(x + 0.5 - centre) / support);
        total += weights[i][x];
      }
      for (int x = 0; x < in; x++) {
        weights[i][x] /= total;
      }
    }
    return weights;
  }

  /** Pixel floor(i * in / out), in whole numbers. */
  static double[][] nearest(int in, int out) {
    double[][] weights = new double[out][in];
    for (int i = 0; i < out; i++) {
      weights[i][i * in / out] = 1;
    }
    return weights;
  }

  /** Pixel floor(i * scale) with the scale in / out rounded to single precision. */
  static double[][] nearestInSinglePrecision(int in, int out) {
    double[][] weights = new double[out][in];
    float scale = (float) in / out;
    for (int i = 0; i < out; i++) {
      weights[i][Math.min(in - 1, (int) Math.floor(i * scale))] = 1;
    }
    return weights;
  }

  static double[][] blockMeans(int in, int out) {
    double[][] weights = new double[out][in];
    for (int x = 0; x < in; x++) {
      weights[x * out / in][x] = (double) out / in;
    }
    return weights;
  }
}
