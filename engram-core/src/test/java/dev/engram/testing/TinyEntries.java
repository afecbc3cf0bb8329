package dev.engram.testing;

import dev.engram.checkpoint.TensorData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Collects random entries; a deviation of 1 / sqrt(inputs) keeps what flows through in bounds. */
final class TinyEntries {
  private final Map<String, TensorData> byName = new LinkedHashMap<>();
  private final boolean batchNorm;
  private final Random random = new Random(20221101);

  TinyEntries(boolean batchNorm) {
    this.batchNorm = batchNorm;
  }

  void random(String name, int inputs, long... shape) {
    int length = 1;
    for (long extent : shape) {
      length *= (int) extent;
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
    }
    byName.put(name, TensorData.ofFloats(values, shape));
  }

  void conv(String name, int out, int in, int kernel) {
    random(name + ".weight", in * kernel * kernel, out, in, kernel, kernel);
    random(name + ".bias", 100, out);
  }

  void normalised(String name, String norm, int out, int in, int kernel) {
    if (!batchNorm) {
      conv(name, out, in, kernel);
      return;
    }
    random(name + ".weight", in * kernel * kernel, out, in, kernel, kernel);
    positive(norm + ".weight", out);
    random(norm + ".bias", 100, out);
    random(norm + ".running_mean", 100, out);
    positive(norm + ".running_var", out);
    byName.put(norm + ".num_batches_tracked", TensorData.ofFloats(new float[] {7}));
  }

  private void positive(String name, int length) {
    float[] array = new float[length];
    for (int i = 0; i < length; i++) {
      array[i] = 0.5f + random.nextFloat();
    }
    byName.put(name, TensorData.ofFloats(array, length));
  }

  /** All entries by name, for a test to change. */
  Map<String, TensorData> all() {
    return byName;
  }

  void fusion(String name, int in) {
    int width = TinyXMem.WIDTH;
    conv(name + ".block1.conv1", width, in, 3);
    conv(name + ".block1.downsample", width, in, 3);
    conv(name + ".block1.conv2", width, width, 3);
    String mlp = name + ".attention.ChannelGate.mlp";
    random(mlp + ".1.weight", width, 2, width);
    random(mlp + ".1.bias", width, 2);
    random(mlp + ".3.weight", 2, width, 2);
    random(mlp + ".3.bias", 2, width);
    conv(name + ".attention.SpatialGate.spatial.conv", 1, 2, 7);
    block(name + ".block2");
  }

  void block(String name) {
    conv(name + ".conv1", TinyXMem.WIDTH, TinyXMem.WIDTH, 3);
    conv(name + ".conv2", TinyXMem.WIDTH, TinyXMem.WIDTH, 3);
  }

  void layerNorm(String name, int channels) {
    positive(name + ".weight", channels);
    random(name + ".bias", 100, channels);
  }

  void linear(String name, int out, int in) {
    random(name + ".weight", in, out, in);
    random(name + ".bias", 100, out);
  }
}
