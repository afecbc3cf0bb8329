package dev.engram.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.tensor.Device;
import dev.engram.tensor.TensorScope;
import org.junit.jupiter.api.Test;

class SinePositionsTest {
  private static final int CHANNELS = 768;

  /** The embedding of He et al.: sin, then cos, of the column; the same of the row. */
  private static double formula(int row, int column, int channel) {
    int quarter = CHANNELS / 4;
    double omega = 1 / Math.pow(10000, (channel % quarter) / (double) quarter);
    int position = channel < CHANNELS / 2 ? column : row;
    return channel / quarter % 2 == 0 ? Math.sin(position * omega) : Math.cos(position * omega);
  }

  @Test
  void on14By14TokensTheyAreThoseOfMaskedAutoencoders() {
    try (TensorScope scope = TensorScope.open()) {
      float[] found = SinePositions.grid(CHANNELS, 14, 14, Device.CPU).toFloats();
      for (int i = 0; i < found.length; i++) {
        int token = i / CHANNELS;
        double expected = formula(token / 14, token % 14, i % CHANNELS);
        assertThat((double) found[i]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void anotherGridIsSpreadOverTheSameSquare() {
    try (TensorScope scope = TensorScope.open()) {
      float[] found = SinePositions.grid(8, 2, 28, Device.CPU).toFloats();
      // the first column of 28 lies a quarter of a step to the left of the first of 14
      assertThat((double) found[0]).isCloseTo(Math.sin(-0.25), within(1e-6));
      // the first row of 2 in the middle of the first seven
      assertThat((double) found[4]).isCloseTo(Math.sin(3), within(1e-6));
    }
  }

  @Test
  void whatIsNowhereGetsZeros() {
    try (TensorScope scope = TensorScope.open()) {
      double[] nowhere = {Double.NaN};
      assertThat(SinePositions.at(nowhere, nowhere, 8, Device.CPU).toFloats()).containsOnly(0);
    }
  }
}
