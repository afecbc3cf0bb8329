package dev.engram.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SuggestDissimilarityTest {
  private static final int CHANNELS = 16;

  @Property(tries = 200)
  void theBoundIsNeverBelowWhatItBounds(
      @ForAll @IntRange(min = 1, max = 1100) int elements,
      @ForAll @IntRange(min = -5, max = 2) int magnitude,
      @ForAll Random random) {
    try (TensorScope scope = TensorScope.open()) {
      StoredFrame frame = frame(elements, random);
      double step = Math.pow(10, magnitude);
      StoredFrame other =
          new StoredFrame(
              frame.key().add(map(elements, CHANNELS, random).mul(step)),
              frame.shrinkage().mul(1 + step),
              frame.selection(),
              frame.masks());
      FrameSides a = sides(frame);
      FrameSides b = sides(other);
      double dissimilarity = Dissimilarity.of(a, b);
      assertThat(Dissimilarity.atMost(a, b)).isGreaterThanOrEqualTo(dissimilarity);
      if (elements > 100 && step == 1) {
        assertThat(Dissimilarity.atMost(a, b)).isLessThan(1.6 * dissimilarity);
      }
    }
  }

  @Property(tries = 20)
  void framesThatAreAlikeAreNotDissimilarAtAll(
      @ForAll @IntRange(min = 1, max = 1100) int elements, @ForAll Random random) {
    try (TensorScope scope = TensorScope.open()) {
      StoredFrame frame = frame(elements, random);
      assertThat(Dissimilarity.of(sides(frame), sides(frame))).isZero();
    }
  }

  private static FrameSides sides(StoredFrame frame) {
    return FrameSides.of(frame, SuggestionOptions.defaults(), Device.CPU);
  }

  private static StoredFrame frame(int elements, Random random) {
    return new StoredFrame(
        map(elements, CHANNELS, random),
        map(elements, 1, random).square().add(1),
        map(elements, CHANNELS, random).sigmoid(),
        map(1, elements, random).sigmoid());
  }

  private static Tensor map(int rows, int columns, Random random) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensors.of(values, rows, columns);
  }
}
