package dev.engram.nn;

import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;

/**
 * The fixed position embedding of masked autoencoders (He et al. 2022): sines and cosines of the
 * column in the first half of the channels, of the row in the second. It is defined on the 14 x 14
 * tokens of a picture of 224 pixels; the rows and columns of another grid are spread evenly over
 * the same square, as resizing the embedding would.
 */
public final class SinePositions {
  private static final int GRID = 14;
  private static final double BASE = 10_000;

  private SinePositions() {}

  /**
   * @param channels a multiple of 4
   * @return [1, height * width, channels]
   */
  public static Tensor grid(int channels, int height, int width, Device device) {
    int half = channels / 2;
    float[] columns = new float[width * half];
    float[] rows = new float[height * half];
    for (int column = 0; column < width; column++) {
      write(columns, column * half, half, spread(column, width));
    }
    for (int row = 0; row < height; row++) {
      write(rows, row * half, half, spread(row, height));
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor across = Tensors.of(columns, 1, width, half).expand(height, -1, -1);
      Tensor down = Tensors.of(rows, height, 1, half).expand(-1, width, -1);
      Tensor grid = Tensors.cat(2, across, down).reshape(1, (long) height * width, channels);
      return scope.pass(grid.to(device));
    }
  }

  /**
   * Of any points of the square.
   *
   * @param columns in the units of {@link #spread}; not a number for a point that is nowhere, which
   *     gets zeros
   * @param rows as the columns
   * @return [points, channels]
   */
  public static Tensor at(double[] columns, double[] rows, int channels, Device device) {
    float[] values = new float[columns.length * channels];
    for (int i = 0; i < columns.length; i++) {
      if (!Double.isNaN(columns[i])) {
        write(values, i * channels, channels / 2, columns[i]);
        write(values, i * channels + channels / 2, channels / 2, rows[i]);
      }
    }
    return Tensors.of(values, columns.length, channels).to(device);
  }

  /** Where in the square the place {@code index} of {@code count} in a row lies. */
  public static double spread(double index, int count) {
    return (index + 0.5) * GRID / count - 0.5;
  }

  private static void write(float[] values, int start, int channels, double position) {
    int waves = channels / 2;
    for (int i = 0; i < waves; i++) {
      double angle = position / Math.pow(BASE, (double) i / waves);
      values[start + i] = (float) Math.sin(angle);
      values[start + waves + i] = (float) Math.cos(angle);
    }
  }
}
