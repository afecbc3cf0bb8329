package dev.engram.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keys vary as those of real frames do: in some directions far more than in others. */
class PackedMemoryTest {
  private static final int CHANNELS = 64;
  private static final int DIRECTIONS = 16;
  private static final int HEIGHT = 20;
  private static final int WIDTH = 30;
  private static final int PIXELS = HEIGHT * WIDTH;

  private final Random random = new Random(2);

  /** What a scene's pixels are mixtures of: [directions, channels]. */
  private Tensor scene() {
    return gaussian(DIRECTIONS, CHANNELS, 0.3);
  }

  private Tensor gaussian(int rows, int columns, double scale) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return Tensors.of(values, rows, columns);
  }

  private Tensor keys(Tensor scene) {
    return gaussian(PIXELS, DIRECTIONS, 1).matmul(scene).add(1);
  }

  private Tensor selections(Tensor scene) {
    return gaussian(PIXELS, DIRECTIONS, 0.05).matmul(scene).add(0.9).clamp(0, 1);
  }

  private Tensor shrinkages() {
    return gaussian(PIXELS, 1, 0.2).add(2).clamp(1, 3);
  }

  private static Tensor map(Tensor rows) {
    return rows.transpose(0, 1).reshape(1, rows.size(1), HEIGHT, WIDTH);
  }

  private PackedMemory packed(TensorArena arena, Tensor memory, Tensor query) {
    return PackedMemory.of(arena, memory, memory.size(0), query, 16, Precision.BF16);
  }

  @Test
  void thereAreFewSizesAndNoneIsMuchLargerThanWhatIsUsed() {
    Set<Long> sizes = new HashSet<>();
    for (long used = 0; used <= 65_536; used++) {
      long room = PackedMemory.room(used);
      assertThat(room).isBetween(Math.max(1, used), used + Math.max(1024, used / 4));
      sizes.add(room);
    }
    assertThat(sizes).hasSizeLessThan(24);
  }

  @Test
  void fewDirectionsAreNearerToSinglePrecisionThanAllOfThemRounded() {
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      Tensor scene = scene();
      Tensor memory = Similarity.memorySide(keys(scene), shrinkages());
      Tensor query = Similarity.querySide(keys(scene), selections(scene));
      Tensor exact = Similarity.of(query, memory);
      PackedMemory packed = packed(arena, memory, query);

      Tensor queries = packed.queries(query);
      assertThat(queries.size(1)).isLessThan(query.size(1) * 3 / 4);
      Tensor rounded =
          Similarity.of(
              query.to(TensorType.BFLOAT16).to(TensorType.FLOAT32),
              memory.to(TensorType.BFLOAT16).to(TensorType.FLOAT32));
      assertThat(deviation(packed.similarity(queries).to(TensorType.FLOAT32), exact))
          .isLessThan(deviation(rounded, exact));
    }
  }

  /** Of the difference, about each query's mean. */
  private static double deviation(Tensor a, Tensor b) {
    Tensor difference = a.sub(b);
    return Math.sqrt(difference.sub(difference.mean(1, true)).square().mean().item());
  }

  @Test
  void queriesOfAnotherSceneThatIsInMemoryTooAreNotServed() {
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      Tensor scene = scene();
      Tensor other = scene();
      Tensor memory =
          Tensors.cat(
              0,
              Similarity.memorySide(keys(scene), shrinkages()),
              Similarity.memorySide(keys(other), shrinkages()));
      PackedMemory packed =
          packed(arena, memory, Similarity.querySide(keys(scene), selections(scene)));
      assertThat(packed.serves(Similarity.querySide(keys(scene), selections(scene)))).isTrue();
      assertThat(packed.serves(Similarity.querySide(keys(other), selections(other)))).isFalse();
    }
  }

  @Test
  void aReadInHalfPrecisionIsNearlyThatInSinglePrecisionAlsoWhereTheSceneHasChanged() {
    MemoryOptions options = new MemoryOptions(10, 5, 128, 10_000, 30, false, true);
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open()) {
      MemoryBank exact = new MemoryBank(arena, Device.CPU, options, 8, Precision.FP32);
      MemoryBank half = new MemoryBank(arena, Device.CPU, options, 8, Precision.BF16);
      Tensor scene = scene();
      for (int frame = 0; frame < 9; frame++) {
        Tensor key = map(keys(scene));
        Tensor shrinkage = map(shrinkages());
        Tensor selection = map(selections(scene));
        Tensor value = map(gaussian(PIXELS, 8, 1));
        for (MemoryBank bank : List.of(exact, half)) {
          bank.add(key, shrinkage, selection, value, List.of(1));
        }
        // the second read comes without a change of memory in between
        for (Tensor seen : List.of(scene, scene())) {
          Tensor query = map(keys(seen));
          Tensor querySelection = map(selections(seen));
          Tensor expected = exact.read(query, querySelection);
          double difference = half.read(query, querySelection).sub(expected).square().mean().item();
          assertThat(Math.sqrt(difference / expected.square().mean().item()))
              .as("frame %d", frame)
              .isLessThan(0.05);
        }
      }
    }
  }
}
