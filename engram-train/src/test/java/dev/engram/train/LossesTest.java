package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final int BATCH = 2;
  private static final int CLASSES = 3;
  private static final int SIDE = 5;
  private static final int PIXELS = SIDE * SIDE;

  private final Random random = new Random(3);

  private static double[] hardest(double[] values, double kept) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = (int) (kept * values.length);
    return Arrays.copyOfRange(sorted, sorted.length - count, sorted.length);
  }

  private double naiveCrossEntropy(float[] logits, long[] target, double kept) {
    double sum = 0;
    for (int b = 0; b < BATCH; b++) {
      double[] each = new double[PIXELS];
      for (int i = 0; i < PIXELS; i++) {
        double total = 0;
        for (int c = 0; c < CLASSES; c++) {
          total += Math.exp(logits[(b * CLASSES + c) * PIXELS + i]);
        }
        int own = (int) target[b * PIXELS + i];
        each[i] = Math.log(total) - logits[(b * CLASSES + own) * PIXELS + i];
      }
      sum += Arrays.stream(hardest(each, kept)).average().orElseThrow();
    }
    return sum / BATCH;
  }

  @Test
  void crossEntropyKeepsTheHardestPixels() {
    float[] logits = new float[BATCH * CLASSES * PIXELS];
    long[] target = new long[BATCH * PIXELS];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < target.length; i++) {
      target[i] = random.nextInt(CLASSES);
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor l = Tensors.of(logits, BATCH, CLASSES, SIDE, SIDE);
      Tensor t = Tensors.of(target, BATCH, SIDE, SIDE);
      for (double kept : new double[] {1, 0.4, 0.2}) {
        assertThat(Losses.crossEntropy(l, t, kept).item())
            .isCloseTo(naiveCrossEntropy(logits, target, kept), within(1e-5));
      }
    }
  }

  @Test
  void diceIsZeroForTheTruthAndForWhatIsAbsentInBoth() {
    try (TensorScope scope = TensorScope.open()) {
      float[] mask = new float[PIXELS];
      Arrays.fill(mask, 0, 7, 1);
      Tensor truth = Tensors.of(mask, 1, 1, SIDE, SIDE);
      Tensor nothing = truth.mul(0);
      assertThat(Losses.dice(truth, truth).item()).isCloseTo(0, within(1e-6));
      assertThat(Losses.dice(nothing, nothing).item()).isCloseTo(0, within(1e-6));
      assertThat(Losses.dice(nothing, truth).item()).isCloseTo(1 - 1 / 8.0, within(1e-6));
    }
  }
}
