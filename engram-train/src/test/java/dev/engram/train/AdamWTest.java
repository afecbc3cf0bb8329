package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdamWTest {
  private static final double RATE = 0.1;
  private static final double DECAY = 0.05;
  private static final double CLIP = 2;

  /** The loss is the sum of squares of x - target, so its gradient is 2 (x - target). */
  @Test
  void stepsAreThoseOfTheNaiveTwin() {
    double[] x = {3, -1};
    double[] target = {1, 1};
    double[] m = new double[2];
    double[] v = new double[2];
    double[] mean = x.clone();
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      Tensor parameter = arena.adopt(Tensors.of(new float[] {3, -1}, 2)).requireGradient();
      Tensor frozen = arena.adopt(Tensors.of(new float[] {7}, 1));
      Map<String, Tensor> parameters = new LinkedHashMap<>();
      parameters.put("x", parameter);
      parameters.put("frozen", frozen);
      AdamW optimiser = new AdamW(parameters, DECAY, CLIP, 0.9, arena);
      for (int step = 1; step <= 5; step++) {
        parameter.sub(Tensors.of(new float[] {1, 1}, 2)).square().sum().backward();
        double norm = optimiser.step(step, name -> RATE);
        double[] g = {2 * (x[0] - target[0]), 2 * (x[1] - target[1])};
        double naiveNorm = Math.hypot(g[0], g[1]);
        assertThat(norm).isCloseTo(naiveNorm, within(1e-4));
        for (int i = 0; i < 2; i++) {
          double clipped = g[i] * Math.min(1, CLIP / (naiveNorm + 1e-6));
          m[i] = 0.9 * m[i] + 0.1 * clipped;
          v[i] = 0.999 * v[i] + 0.001 * clipped * clipped;
          x[i] *= 1 - RATE * DECAY;
          double denominator = Math.sqrt(v[i] / (1 - Math.pow(0.999, step))) + 1e-8;
          x[i] -= RATE / (1 - Math.pow(0.9, step)) * m[i] / denominator;
          mean[i] += 0.1 * (x[i] - mean[i]);
        }
        float[] ours = parameter.toFloats();
        float[] ourMean = optimiser.average().get("x").toFloats();
        for (int i = 0; i < 2; i++) {
          assertThat(ours[i]).isCloseTo((float) x[i], within(1e-4f));
          assertThat(ourMean[i]).isCloseTo((float) mean[i], within(1e-4f));
        }
      }
      assertThat(frozen.toFloats()).containsExactly(7);
    }
  }

  @Test
  void aGradientThatIsNotFiniteChangesNothing() {
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      Tensor parameter = arena.adopt(Tensors.of(new float[] {0}, 1)).requireGradient();
      AdamW optimiser = new AdamW(Map.of("x", parameter), DECAY, CLIP, 0.9, arena);
      parameter.log().sum().backward();
      assertThat(optimiser.step(1, name -> RATE)).isInfinite();
      assertThat(parameter.toFloats()).containsExactly(0);
    }
  }
}
