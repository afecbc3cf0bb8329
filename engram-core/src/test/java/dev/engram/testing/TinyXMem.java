package dev.engram.testing;

import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The weights of an XMem that is as small as one can be: enough to run every part of it in a
 * millisecond. They are random, from one seed, and segment nothing in particular.
 *
 * @param batchNorm whether the trunks have batch normalisation instead of folded biases
 * @param bottleneck whether the trunks are of bottlenecks instead of basic blocks
 * @param valueInputs channels that the value encoder takes: 5, or 4 of a single-object network
 * @param sensory whether there is a sensory memory
 */
public record TinyXMem(boolean batchNorm, boolean bottleneck, int valueInputs, boolean sensory) {
  /** Channels of the key, the value, the sensory memory and every stage of the decoder. */
  public static final int WIDTH = 8;

  private static final int[] STAGES = {8, 16, 32};
  private static final int STEM = 8;

  /** Folded biases, basic blocks, 5 inputs, sensory memory. */
  public static TinyXMem plain() {
    return new TinyXMem(false, false, 5, true);
  }

  /** {@link #plain} with batch normalisation. */
  public static TinyXMem normalised() {
    return new TinyXMem(true, false, 5, true);
  }

  /** {@link #plain} with bottlenecks. */
  public static TinyXMem bottlenecks() {
    return new TinyXMem(false, true, 5, true);
  }

  /** {@link #plain} as it is trained for one object. */
  public static TinyXMem singleObject() {
    return new TinyXMem(false, false, 4, true);
  }

  /** {@link #plain} without sensory memory. */
  public static TinyXMem forgetful() {
    return new TinyXMem(false, false, 5, false);
  }

  /** Writes the weights to {@code tiny.safetensors} in a folder. */
  public Path write(Path folder) {
    Path file = folder.resolve("tiny.safetensors");
    SafeTensors.write(file, weights());
    return file;
  }

  /** The weights; the same on every call. */
  public StateDict weights() {
    StateDict.Builder out = StateDict.builder();
    entries().forEach(out::add);
    return out.build();
  }

  /** The weights by name, for a test to change. */
  public Map<String, TensorData> entries() {
    Entries e = new Entries(batchNorm);
    int f16 = STAGES[2];
    trunk(e, "key_encoder", List.of("res2", "layer2", "layer3"), 3);
    e.conv("key_proj.key_proj", WIDTH, f16, 3);
    e.conv("key_proj.d_proj", 1, f16, 3);
    e.conv("key_proj.e_proj", WIDTH, f16, 3);
    trunk(e, "value_encoder", List.of("layer1", "layer2", "layer3"), valueInputs);
    fusion(e, "value_encoder.fuser", f16 + f16);
    int hidden = sensory ? WIDTH : 0;
    fusion(e, "decoder.fuser", f16 + WIDTH + hidden);
    e.conv("decoder.up_16_8.skip_conv", WIDTH, STAGES[1], 3);
    block(e, "decoder.up_16_8.out_conv");
    e.conv("decoder.up_8_4.skip_conv", WIDTH, STAGES[0], 3);
    block(e, "decoder.up_8_4.out_conv");
    e.conv("decoder.pred", 1, WIDTH, 3);
    if (sensory) {
      e.conv("value_encoder.hidden_reinforce.transform", 3 * hidden, WIDTH + hidden, 3);
      e.conv("decoder.hidden_update.g16_conv", WIDTH, WIDTH, 1);
      e.conv("decoder.hidden_update.g8_conv", WIDTH, WIDTH, 1);
      e.conv("decoder.hidden_update.g4_conv", WIDTH, WIDTH + 1, 1);
      e.conv("decoder.hidden_update.transform", 3 * hidden, WIDTH + hidden, 3);
    }
    return e.byName;
  }

  private void trunk(Entries e, String name, List<String> stages, int inputs) {
    e.normalised(name + ".conv1", name + ".bn1", STEM, inputs, 7);
    int in = STEM;
    for (int s = 0; s < stages.size(); s++) {
      int out = STAGES[s];
      for (int b = 0; b < 2; b++) {
        String block = name + "." + stages.get(s) + "." + b;
        int inner = bottleneck ? out / 4 : out;
        int[][] convolutions =
            bottleneck
                ? new int[][] {{inner, in, 1}, {inner, inner, 3}, {out, inner, 1}}
                : new int[][] {{out, in, 3}, {out, out, 3}};
        for (int c = 0; c < convolutions.length; c++) {
          int[] shape = convolutions[c];
          String number = String.valueOf(c + 1);
          e.normalised(
              block + ".conv" + number, block + ".bn" + number, shape[0], shape[1], shape[2]);
        }
        if (b == 0 && (s > 0 || in != out)) {
          e.normalised(block + ".downsample.0", block + ".downsample.1", out, in, 1);
        }
        in = out;
      }
    }
  }

  private static void fusion(Entries e, String name, int in) {
    e.conv(name + ".block1.conv1", WIDTH, in, 3);
    e.conv(name + ".block1.downsample", WIDTH, in, 3);
    e.conv(name + ".block1.conv2", WIDTH, WIDTH, 3);
    String mlp = name + ".attention.ChannelGate.mlp";
    e.random(mlp + ".1.weight", WIDTH, 2, WIDTH);
    e.random(mlp + ".1.bias", WIDTH, 2);
    e.random(mlp + ".3.weight", 2, WIDTH, 2);
    e.random(mlp + ".3.bias", 2, WIDTH);
    e.conv(name + ".attention.SpatialGate.spatial.conv", 1, 2, 7);
    block(e, name + ".block2");
  }

  private static void block(Entries e, String name) {
    e.conv(name + ".conv1", WIDTH, WIDTH, 3);
    e.conv(name + ".conv2", WIDTH, WIDTH, 3);
  }

  /**
   * Collects random entries; a deviation of 1 / sqrt(inputs) keeps what flows through in bounds.
   */
  private static final class Entries {
    private final Map<String, TensorData> byName = new LinkedHashMap<>();
    private final boolean batchNorm;
    private final Random random = new Random(20221101);

    Entries(boolean batchNorm) {
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
  }
}
