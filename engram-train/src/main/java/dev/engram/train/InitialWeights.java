package dev.engram.train;

import dev.engram.checkpoint.NpyFile;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The weights that training starts from: trunks trained on ImageNet where they are given, and
 * random numbers elsewhere, as torch initialises its convolutions.
 */
final class InitialWeights {
  private final RandomGenerator random;
  private final @Nullable Path imageNet;
  private final Map<String, TensorData> entries = new LinkedHashMap<>();

  private InitialWeights(RandomGenerator random, @Nullable Path imageNet) {
    this.random = random;
    this.imageNet = imageNet;
  }

  /**
   * A compact XMem with ResNet-18 trunks.
   *
   * @param imageNet a folder with {@code conv1.weight.npy}, {@code layer1.0.conv1.weight.npy} and
   *     so on, normalisation folded; null starts from random numbers
   */
  static StateDict of(
      TrainConfig.NetworkShape shape, RandomGenerator random, @Nullable Path imageNet) {
    InitialWeights weights = new InitialWeights(random, imageNet);
    weights.build(shape);
    StateDict.Builder builder = StateDict.builder();
    weights.entries.forEach(builder::add);
    return builder.build();
  }

  private void build(TrainConfig.NetworkShape s) {
    trunk("key_encoder", 3, "res2");
    trunk("value_encoder", 5, "layer1");
    conv("key_proj.key_proj", s.key(), 256, 3);
    conv("key_proj.d_proj", 1, 256, 3);
    conv("key_proj.e_proj", s.key(), 256, 3);
    fusion("value_encoder.fuser", 512, s.value());
    conv("value_encoder.hidden_reinforce.transform", 3 * s.hidden(), s.value() + s.hidden(), 3);
    fusion("decoder.fuser", 256 + s.value() + s.hidden(), s.fused());
    conv("decoder.up_16_8.skip_conv", s.fused(), 128, 3);
    residual("decoder.up_16_8.out_conv", s.fused(), s.up8());
    conv("decoder.up_8_4.skip_conv", s.up8(), 64, 3);
    residual("decoder.up_8_4.out_conv", s.up8(), s.up4());
    conv("decoder.pred", 1, s.up4(), 3);
    conv("decoder.hidden_update.g16_conv", s.update(), s.fused(), 1);
    conv("decoder.hidden_update.g8_conv", s.update(), s.up8(), 1);
    conv("decoder.hidden_update.g4_conv", s.update(), s.up4() + 1, 1);
    conv("decoder.hidden_update.transform", 3 * s.hidden(), s.update() + s.hidden(), 3);
  }

  private void trunk(String name, int inputs, String firstStage) {
    trained(name + ".conv1", "conv1", 64, inputs, 7);
    String[] stages = {firstStage, "layer2", "layer3"};
    int in = 64;
    for (int s = 0; s < stages.length; s++) {
      int width = 64 << s;
      for (int block = 0; block < 2; block++) {
        String ours = name + "." + stages[s] + "." + block;
        String theirs = "layer" + (s + 1) + "." + block;
        trained(ours + ".conv1", theirs + ".conv1", width, in, 3);
        trained(ours + ".conv2", theirs + ".conv2", width, width, 3);
        if (in != width) {
          trained(ours + ".downsample.0", theirs + ".downsample.0", width, in, 1);
        }
        in = width;
      }
    }
  }

  private void fusion(String name, int in, int out) {
    residual(name + ".block1", in, out);
    String mlp = name + ".attention.ChannelGate.mlp";
    int hidden = Math.max(1, out / 16);
    linear(mlp + ".1", hidden, out);
    linear(mlp + ".3", out, hidden);
    conv(name + ".attention.SpatialGate.spatial.conv", 1, 2, 7);
    residual(name + ".block2", out, out);
  }

  private void residual(String name, int in, int out) {
    conv(name + ".conv1", out, in, 3);
    conv(name + ".conv2", out, out, 3);
    if (in != out) {
      conv(name + ".downsample", out, in, 3);
    }
  }

  private void conv(String name, int out, int in, int kernel) {
    double reach = 1 / Math.sqrt((double) in * kernel * kernel);
    uniform(name + ".weight", reach, out, in, kernel, kernel);
    uniform(name + ".bias", reach, out);
  }

  private void linear(String name, int out, int in) {
    uniform(name + ".weight", 1 / Math.sqrt((double) in), out, in);
    uniform(name + ".bias", 1 / Math.sqrt((double) in), out);
  }

  private void uniform(String name, double reach, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * reach);
    }
    entries.put(name, TensorData.ofFloats(values, shape));
  }

  /** Channels of the input that the trained trunk does not know get small random weights. */
  private void trained(String ours, String theirs, int out, int in, int kernel) {
    if (imageNet == null) {
      conv(ours, out, in, kernel);
      return;
    }
    TensorData weight = read(theirs + ".weight");
    int known = (int) weight.shape()[1];
    if (weight.shape()[0] != out || known > in || weight.shape()[2] != kernel) {
      throw new EngramException(
          imageNet
              + ": "
              + theirs
              + " is "
              + Arrays.toString(weight.shape())
              + ". Give the weights of a ResNet-18.");
    }
    float[] source = weight.toFloats();
    float[] values = new float[out * in * kernel * kernel];
    int row = kernel * kernel;
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in * row; i++) {
        values[o * in * row + i] =
            i < known * row ? source[o * known * row + i] : (float) (0.02 * random.nextGaussian());
      }
    }
    entries.put(ours + ".weight", TensorData.ofFloats(values, out, in, kernel, kernel));
    entries.put(ours + ".bias", TensorData.ofFloats(read(theirs + ".bias").toFloats(), out));
  }

  private TensorData read(String name) {
    Path file = imageNet == null ? Path.of("") : imageNet.resolve(name + ".npy");
    if (!Files.exists(file)) {
      throw new EngramException(file + ": is missing. Give a folder with a ResNet-18's weights.");
    }
    return NpyFile.read(file);
  }
}
