package dev.engram.network.stma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.checkpoint.StateDict;
import dev.engram.nn.Attention.KeyValue;
import dev.engram.nn.CheckpointWeights;
import dev.engram.nn.LayerNorm;
import dev.engram.nn.TransformerBlock;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import dev.engram.testing.Closeness;
import dev.engram.testing.TinyStma;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The three streams of equations 2 to 4. */
class StreamsTest {
  private static final int OBJECTS = 2;
  private static final int FRAME = 6;
  private static final int CHANNELS = TinyStma.TOKEN;

  private final StateDict weights = TinyStma.plain().weights();
  private final TensorArena arena = new TensorArena();

  @AfterEach
  void free() {
    arena.close();
  }

  private Streams streams(int depth) {
    CheckpointWeights read = new CheckpointWeights(weights, arena, Device.CPU, Precision.FP32);
    return new Streams(
        TransformerBlock.readAll(read, "backbone.blocks3.", CHANNELS, 2).subList(0, depth),
        LayerNorm.read(read, "backbone.norm", CHANNELS, TransformerBlock.EPSILON));
  }

  private static double[][] random(int seed, int tokens) {
    Random random = new Random(seed);
    double[][] values = new double[tokens][CHANNELS];
    for (double[] row : values) {
      for (int i = 0; i < CHANNELS; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return values;
  }

  private static float[] floats(double[][] rows) {
    float[] all = new float[rows.length * CHANNELS];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) rows[i / CHANNELS][i % CHANNELS];
    }
    return all;
  }

  private static Tensor tensor(double[][] rows) {
    return Tensors.of(floats(rows), 1, rows.length, CHANNELS);
  }

  /** The test frame, as the streams give it. */
  private static float[] associated(
      Streams streams, double[][] objects, double[][] first, double[][] second, double[][] test) {
    List<KeyValue> ofObjects = streams.answers(tensor(objects), List.of());
    List<KeyValue> references =
        Streams.together(
            List.of(
                streams.answers(tensor(first), ofObjects),
                streams.answers(tensor(second), ofObjects)));
    return streams.pass(tensor(test), references).toFloats();
  }

  private static double[][] all(double[][]... groups) {
    return Arrays.stream(groups).flatMap(Arrays::stream).toArray(double[][]::new);
  }

  /** 0 for objects, 1 and 2 for the references, 3 for the test frame. */
  private static int groupOf(int token) {
    return token < OBJECTS ? 0 : 1 + (token - OBJECTS) / FRAME;
  }

  private static int sees(int from, int to) {
    int a = groupOf(from);
    int b = groupOf(to);
    boolean reference = a == 1 || a == 2;
    boolean seen = a == b || (reference && b == 0) || (a == 3 && (b == 1 || b == 2));
    return seen ? 1 : 0;
  }

  @Test
  void theyAreOneBigAttentionWithAMask() {
    double[][] objects = random(1, OBJECTS);
    double[][] first = random(2, FRAME);
    double[][] second = random(3, FRAME);
    double[][] test = random(4, FRAME);
    double[][] big =
        new NaiveStreams(weights, "backbone.blocks3.", 2, 2)
            .pass(all(objects, first, second, test), StreamsTest::sees);
    try (TensorScope scope = TensorScope.open()) {
      Streams streams = streams(2);
      List<KeyValue> ofObjects = streams.answers(tensor(objects), List.of());
      assertRows(streams.pass(tensor(objects), List.of()), big, 0, OBJECTS);
      assertRows(streams.pass(tensor(first), ofObjects), big, OBJECTS, FRAME);
      assertRows(streams.pass(tensor(second), ofObjects), big, OBJECTS + FRAME, FRAME);
      float[] tested = associated(streams, objects, first, second, test);
      assertThat(Closeness.relative(tested, floats(rows(big, OBJECTS + 2 * FRAME, FRAME))))
          .isLessThan(1e-5);
    }
  }

  private static double[][] rows(double[][] all, int first, int count) {
    return Arrays.copyOfRange(all, first, first + count);
  }

  private static void assertRows(Tensor found, double[][] all, int first, int count) {
    assertThat(Closeness.relative(found.toFloats(), floats(rows(all, first, count))))
        .isLessThan(1e-5);
  }

  @Test
  void theTestFrameSeesObjectsOnlyThroughReferences() {
    try (TensorScope scope = TensorScope.open()) {
      double[][] first = random(2, FRAME);
      double[][] second = random(3, FRAME);
      double[][] test = random(4, FRAME);
      // in the first block, references have not met the objects yet
      Streams one = streams(1);
      assertThat(associated(one, random(1, OBJECTS), first, second, test))
          .containsExactly(associated(one, random(9, OBJECTS), first, second, test));
      Streams two = streams(2);
      assertThat(
              Closeness.absolute(
                  associated(two, random(1, OBJECTS), first, second, test),
                  associated(two, random(9, OBJECTS), first, second, test)))
          .isGreaterThan(1e-3);
    }
  }

  @Test
  void theOrderOfReferencesAndObjectsIsOfNoConsequence() {
    try (TensorScope scope = TensorScope.open()) {
      Streams streams = streams(2);
      double[][] objects = random(1, OBJECTS);
      double[][] swapped = {objects[1], objects[0]};
      double[][] first = random(2, FRAME);
      double[][] second = random(3, FRAME);
      double[][] test = random(4, FRAME);
      assertThat(
              Closeness.relative(
                  associated(streams, swapped, second, first, test),
                  associated(streams, objects, first, second, test)))
          .isLessThan(1e-5);
    }
  }
}
