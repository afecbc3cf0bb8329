package dev.engram.testing;

import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

  /** Channels of a trunk at stride 16. */
  static final int F16 = 32;

  private static final int[] STAGES = {8, 16, F16};
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
    TinyEntries e = new TinyEntries(batchNorm);
    int f16 = STAGES[2];
    trunk(e, "key_encoder", List.of("res2", "layer2", "layer3"), 3);
    e.conv("key_proj.key_proj", WIDTH, f16, 3);
    e.conv("key_proj.d_proj", 1, f16, 3);
    e.conv("key_proj.e_proj", WIDTH, f16, 3);
    trunk(e, "value_encoder", List.of("layer1", "layer2", "layer3"), valueInputs);
    e.fusion("value_encoder.fuser", f16 + f16);
    int hidden = sensory ? WIDTH : 0;
    e.fusion("decoder.fuser", f16 + WIDTH + hidden);
    e.conv("decoder.up_16_8.skip_conv", WIDTH, STAGES[1], 3);
    e.block("decoder.up_16_8.out_conv");
    e.conv("decoder.up_8_4.skip_conv", WIDTH, STAGES[0], 3);
    e.block("decoder.up_8_4.out_conv");
    e.conv("decoder.pred", 1, WIDTH, 3);
    if (sensory) {
      e.conv("value_encoder.hidden_reinforce.transform", 3 * hidden, WIDTH + hidden, 3);
      e.conv("decoder.hidden_update.g16_conv", WIDTH, WIDTH, 1);
      e.conv("decoder.hidden_update.g8_conv", WIDTH, WIDTH, 1);
      e.conv("decoder.hidden_update.g4_conv", WIDTH, WIDTH + 1, 1);
      e.conv("decoder.hidden_update.transform", 3 * hidden, WIDTH + hidden, 3);
    }
    return e.all();
  }

  void trunk(TinyEntries e, String name, List<String> stages, int inputs) {
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
}
