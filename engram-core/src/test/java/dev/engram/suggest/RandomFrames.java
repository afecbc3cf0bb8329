package dev.engram.suggest;

import dev.engram.suggest.NaiveSuggestion.Frame;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.Random;

/**
 * Small frames of few different values, so that many are alike. The values are such that single
 * precision computes their dissimilarities without rounding: what ties for one ties for all.
 */
final class RandomFrames {
  private static final int CHANNELS = 4;
  private static final int H = 2;
  private static final int W = 3;
  private static final int SCALE = 2;
  private static final float[] KEYS = {-1, 0, 0.5f, 1};
  private static final float[] SHRINKAGES = {1, 1.5f, 2};
  private static final float[] SELECTIONS = {0, 0.5f, 1};

  private final Random random;

  RandomFrames(Random random) {
    this.random = random;
  }

  Frame frame(int objects) {
    float[][] key = new float[CHANNELS][];
    float[][] selection = new float[CHANNELS][];
    for (int c = 0; c < CHANNELS; c++) {
      key[c] = any(KEYS);
      selection[c] = any(SELECTIONS);
    }
    return new Frame(key, any(SHRINKAGES), selection, W, masks(objects), uncertainty());
  }

  /** At most one object is above a half at a pixel; a third of all frames have none at all. */
  float[][][] masks(int objects) {
    float[][][] masks = new float[objects][H * SCALE][W * SCALE];
    boolean empty = random.nextInt(3) == 0;
    for (int i = 0; i < H * SCALE * W * SCALE; i++) {
      float weak = random.nextBoolean() ? 0.5f : 0;
      masks[random.nextInt(objects)][i / (W * SCALE)][i % (W * SCALE)] =
          empty || random.nextBoolean() ? weak : 1;
    }
    return masks;
  }

  double uncertainty() {
    return random.nextInt(5) / 4.0;
  }

  private float[] any(float[] values) {
    float[] chosen = new float[H * W];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = values[random.nextInt(values.length)];
    }
    return chosen;
  }

  static void append(FrameKeys keys, int number, Frame frame) {
    try (TensorScope scope = TensorScope.open()) {
      keys.append(
          number,
          map(frame.key()),
          map(frame.shrinkage()),
          map(frame.selection()),
          masks(frame),
          frame.uncertainty());
    }
  }

  static void replaceMasks(FrameKeys keys, int number, Frame frame) {
    try (TensorScope scope = TensorScope.open()) {
      keys.replaceMasks(number, masks(frame), frame.uncertainty());
    }
  }

  private static Tensor map(float[]... channels) {
    return Tensors.of(flat(channels), 1, channels.length, H, W);
  }

  private static Tensor masks(Frame frame) {
    float[][] objects = new float[frame.masks().length][];
    for (int o = 0; o < objects.length; o++) {
      objects[o] = flat(frame.masks()[o]);
    }
    return Tensors.of(flat(objects), objects.length, 1, H * SCALE, W * SCALE);
  }

  private static float[] flat(float[]... rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }
}
