package dev.engram.interact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GridGraphTest {
  @Property(tries = 40)
  void aWalkIsWhatRelaxingPixelByPixelComesTo(
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll long seed) {
    WorkImage image = WorkImage.of(Pictures.noise(width, height, seed), 1000);
    GridGraph graph = GridGraph.of(image, 1);
    Random random = new Random(seed);
    int n = width * height;
    float[] target = new float[n];
    float[] pull = new float[n];
    for (int i = 0; i < n; i++) {
      target[i] = random.nextInt(2);
      pull[i] = random.nextFloat() + 0.01f;
    }
    float[] x = new float[n];
    graph.walk(target, pull, x, 500, 1e-7);
    float[] naive = relaxed(image, target, pull);
    for (int i = 0; i < n; i++) {
      assertThat(x[i]).isCloseTo(naive[i], within(1e-3f));
    }
  }

  /** Each pixel becomes the mean of what it is tied and pulled to, until none changes. */
  private static float[] relaxed(WorkImage image, float[] target, float[] pull) {
    int n = image.size();
    int w = image.width();
    double[][] ties = new double[n][n];
    double sum = 0;
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j : new int[] {i + 1, i + w}) {
        if (j < n && (j == i + w || j % w != 0)) {
          ties[i][j] = image.distance(i, j);
          sum += ties[i][j];
          count++;
        }
      }
    }
    double mean = Math.max(1, sum / Math.max(1, count));
    double[] x = new double[n];
    Arrays.fill(x, 0.5);
    for (int round = 0; round < 4000; round++) {
      for (int i = 0; i < n; i++) {
        double above = pull[i] * target[i];
        double below = pull[i];
        for (int j = 0; j < n; j++) {
          double distance = Math.max(ties[i][j], ties[j][i]);
          if (distance > 0) {
            double tie = 1e-3 + Math.exp(-distance / mean);
            above += tie * x[j];
            below += tie;
          }
        }
        x[i] = above / below;
      }
    }
    float[] result = new float[n];
    for (int i = 0; i < n; i++) {
      result[i] = (float) x[i];
    }
    return result;
  }
}
