package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AssignmentTest {
  @Property(tries = 300)
  void noOtherAssignmentHasALargerSum(
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(max = 2) int more,
      @ForAll Random random) {
    double[][] gain = new double[rows][rows + more];
    for (double[] row : gain) {
      for (int c = 0; c < row.length; c++) {
        // few values, so that there are ties
        row[c] = random.nextInt(6) / 5.0;
      }
    }
    int[] found = Assignment.best(gain);
    assertThat(Arrays.stream(found).distinct()).hasSize(rows);
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += gain[row][found[row]];
    }
    assertThat(sum).isCloseTo(largest(gain, 0, new boolean[rows + more]), within(1e-9));
  }

  /** Tries everything. */
  private static double largest(double[][] gain, int row, boolean[] taken) {
    if (row == gain.length) {
      return 0;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < taken.length; c++) {
      if (!taken[c]) {
        taken[c] = true;
        best = Math.max(best, gain[row][c] + largest(gain, row + 1, taken));
        taken[c] = false;
      }
    }
    return best;
  }
}
