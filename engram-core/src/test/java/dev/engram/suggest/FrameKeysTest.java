package dev.engram.suggest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import dev.engram.testing.Closeness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameKeysTest {
  private static final int C = 3;
  private static final int H = 2;
  private static final int W = 4;

  private final Random random = new Random(3);

  @TempDir private Path folder;

  private Tensor map(long... shape) {
    int count = 1;
    for (long extent : shape) {
      count *= (int) extent;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensors.of(values, shape);
  }

  private Tensor masks(double... covered) {
    Tensor masks = Tensors.zeros(TensorType.FLOAT32, Device.CPU, covered.length, 1, 20, 40);
    for (int o = 0; o < covered.length; o++) {
      masks.narrow(0, o, 1).narrow(2, 0, Math.round(20 * covered[o])).fillInPlace(0.75);
    }
    return masks;
  }

  private void append(FrameKeys keys, int frame, Tensor masks) {
    keys.append(frame, map(1, C, H, W), map(1, 1, H, W), map(1, C, H, W), masks, 0.25);
  }

  private static float[] rows(Tensor map) {
    return map.reshape(map.size(1), H * W).transpose(0, 1).toFloats();
  }

  @Test
  void thePresenceOfAllIsThatOfTheirPixelsTogether() {
    try (FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT32);
        TensorScope scope = TensorScope.open()) {
      // half of all, though the shares of the three add up to a little less
      int[] counts = {1, 28, 7};
      float[] values = new float[3 * 72];
      int pixel = 0;
      for (int o = 0; o < counts.length; o++) {
        for (int i = 0; i < counts[o]; i++) {
          values[o * 72 + pixel++] = 1;
        }
      }
      append(keys, 0, Tensors.of(values, 3, 1, 6, 12));
      assertThat(keys.presence(0, Set.of())).isEqualTo(50);
    }
  }

  @Test
  void singlePrecisionComesBackBitForBitAndHalfToThreeDigits() {
    for (TensorType type : new TensorType[] {TensorType.FLOAT32, TensorType.FLOAT16}) {
      double tolerance = type == TensorType.FLOAT32 ? 0 : 0x1p-11;
      try (FrameKeys keys = FrameKeys.temporary(type);
          TensorScope scope = TensorScope.open()) {
        Tensor key = map(1, C, H, W);
        Tensor shrinkage = map(1, 1, H, W);
        Tensor selection = map(1, C, H, W);
        append(keys, 7, masks(0.5));
        keys.append(2, key, shrinkage, selection, masks(0.5, 0.25), 0.25);
        append(keys, 0, masks(0.5));
        StoredFrame stored = keys.read(2);
        assertThat(Closeness.relative(stored.key().toFloats(), rows(key)))
            .isLessThanOrEqualTo(tolerance);
        assertThat(Closeness.relative(stored.shrinkage().toFloats(), rows(shrinkage)))
            .isLessThanOrEqualTo(tolerance);
        assertThat(Closeness.relative(stored.selection().toFloats(), rows(selection)))
            .isLessThanOrEqualTo(tolerance);
        assertThat(stored.masks().toFloats())
            .containsExactly(
                .75f, .75f, .75f, .75f, 0, 0, 0, 0, .75f, .75f, .75f, .75f, 0, 0, 0, 0);
        assertThat(keys.frames()).containsExactly(0, 2, 7);
      }
    }
  }

  @Test
  void masksGrowAndShrinkWhileKeysStay() {
    try (FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16);
        TensorScope scope = TensorScope.open()) {
      append(keys, 0, masks(1));
      append(keys, 1, masks(1));
      float[] key = keys.read(0).key().toFloats();
      float[] other = keys.read(1).key().toFloats();
      keys.replaceMasks(0, masks(0.5, 0, 0.25), 1);
      assertThat(keys.read(0).masks().shape()).containsExactly(3, H * W);
      keys.replaceMasks(0, masks(0.5, 0.1), 0.5);
      append(keys, 2, masks(1));
      assertThat(keys.read(0).masks().shape()).containsExactly(2, H * W);
      assertThat(keys.read(0).key().toFloats()).isEqualTo(key);
      assertThat(keys.read(1).key().toFloats()).isEqualTo(other);
      assertThat(keys.uncertainty(0)).isEqualTo(0.5);
      assertThat(keys.presence(0, Set.of())).isEqualTo(60);
      assertThat(keys.presence(0, Set.of(1, 5))).isEqualTo(10);
    }
  }

  @Test
  void whatIsBeyondHalfPrecisionIsKeptAsItsGreatestNumber() {
    try (FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16);
        TensorScope scope = TensorScope.open()) {
      Tensor huge = map(1, C, H, W).fillInPlace(-1e6);
      keys.append(0, huge, map(1, 1, H, W), map(1, C, H, W), masks(1), 0);
      assertThat(keys.read(0).key().toFloats()).containsOnly(-65504);
    }
  }

  @Test
  void theFileGoesWhenItIsClosed() {
    Path file = folder.resolve("keys.bin");
    try (FrameKeys keys = FrameKeys.in(file, TensorType.FLOAT16);
        TensorScope scope = TensorScope.open()) {
      append(keys, 0, masks(1));
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileOfTheUsersIsLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
    assertThatThrownBy(() -> FrameKeys.in(file, TensorType.FLOAT16))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("exists already");
    assertThat(file).hasContent("mine");
  }

  @Test
  void aFrameIsAppendedOnceAndInOneShape() {
    try (FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16);
        TensorScope scope = TensorScope.open()) {
      append(keys, 4, masks(1));
      assertThatThrownBy(() -> append(keys, 4, masks(1)))
          .isInstanceOf(IllegalArgumentException.class);
      Tensor wide = map(1, C, H, W + 1);
      assertThatThrownBy(() -> keys.append(5, wide, map(1, 1, H, W), wide, masks(1), 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> keys.replaceMasks(5, masks(1), 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(keys.frames()).containsExactly(4);
    }
  }

  @Test
  void masksThatCannotDecideAreUncertain() {
    try (TensorScope scope = TensorScope.open()) {
      assertThat(Uncertainty.of(masks(0, 0))).isZero();
      assertThat(Uncertainty.of(masks(0.5, 0.25))).isEqualTo(0.5);
      assertThat(Uncertainty.of(masks(0.5).greater(0.5).to(TensorType.FLOAT32))).isZero();
      assertThat(Uncertainty.of(masks(1).fillInPlace(0.5))).isEqualTo(1);
    }
  }
}
