package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The weights that training starts from: trunks trained on ImageNet where they are given, and
 * random numbers elsewhere, as torch initialises its convolutions.
 */
final class InitialWeights {
  private static final int[] DEPTHS_18 = {2, 2, 2};
  private static final int[] DEPTHS_50 = {3, 4, 6};

  private final RandomGenerator random;
  private final boolean folded;
  private final Map<String, TensorData> entries = new LinkedHashMap<>();

  private InitialWeights(RandomGenerator random, boolean folded) {
    this.random = random;
    this.folded = folded;
  }

  /**
   * An XMem.
   *
   * @param imageNet a folder for {@link ImageNetTrunk}; null starts from random numbers
   */
  static StateDict of(
      TrainConfig.NetworkShape shape, RandomGenerator random, @Nullable Path imageNet) {
    boolean large = shape.trunk().equals("resnet50");
    InitialWeights weights = new InitialWeights(random, !large);
    weights.trunk("key_encoder", 3, "res2", shape.trunk(), imageNet);
    weights.trunk("value_encoder", 5, "layer1", "resnet18", imageNet);
    weights.rest(shape, large ? 4 : 1);
    StateDict.Builder builder = StateDict.builder();
    weights.entries.forEach(builder::add);
    return builder.build();
  }

  /**
   * Weights of an earlier run or a published network, where they have the shapes that a new run
   * has. What a narrower value encoder was not trained for (the masks of other objects) starts at
   * zero.
   *
   * @throws EngramException naming what is missing or of another shape
   */
  static StateDict from(StateDict given, StateDict wanted, String source) {
    StateDict.Builder builder = StateDict.builder();
    List<String> wrong = new ArrayList<>();
    for (String name : wanted.names()) {
      TensorData expected = wanted.find(name).orElseThrow();
      TensorData own = given.find(name).orElse(null);
      if (own == null) {
        wrong.add(name + " is missing");
      } else if (Arrays.equals(own.shape(), expected.shape())) {
        builder.add(name, TensorData.ofFloats(own.toFloats(), own.shape()));
      } else if (name.equals("value_encoder.conv1.weight") && own.shape()[1] == 4) {
        builder.add(name, widened(own, expected.shape()));
      } else {
        wrong.add(
            name
                + " is "
                + Arrays.toString(own.shape())
                + " instead of "
                + Arrays.toString(expected.shape()));
      }
    }
    if (!wrong.isEmpty()) {
      throw new EngramException(
          source
              + ": the weights of another network: "
              + String.join(", ", wrong.subList(0, Math.min(5, wrong.size())))
              + (wrong.size() > 5 ? " and " + (wrong.size() - 5) + " more" : "")
              + ". Give weights of the configuration's network.");
    }
    return builder.build();
  }

  private static TensorData widened(TensorData narrow, long[] shape) {
    float[] from = narrow.toFloats();
    int rows = (int) shape[0];
    float[] to = new float[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          from, row * from.length / rows, to, row * to.length / rows, from.length / rows);
    }
    return TensorData.ofFloats(to, shape);
  }

  private void trunk(
      String name, int inputs, String firstStage, String kind, @Nullable Path imageNet) {
    ImageNetTrunk source = imageNet == null ? null : ImageNetTrunk.open(imageNet, kind);
    boolean bottleneck = kind.equals("resnet50");
    layer(source, name, "", "conv1", "bn1", false, 64, inputs, 7);
    String[] stages = {firstStage, "layer2", "layer3"};
    int in = 64;
    for (int s = 0; s < stages.length; s++) {
      int width = 64 << s;
      int out = bottleneck ? 4 * width : width;
      for (int block = 0; block < (bottleneck ? DEPTHS_50 : DEPTHS_18)[s]; block++) {
        String ours = name + "." + stages[s] + "." + block;
        String theirs = "layer" + (s + 1) + "." + block + ".";
        if (bottleneck) {
          layer(source, ours, theirs, "conv1", "bn1", false, width, in, 1);
          layer(source, ours, theirs, "conv2", "bn2", false, width, width, 3);
          layer(source, ours, theirs, "conv3", "bn3", true, out, width, 1);
        } else {
          layer(source, ours, theirs, "conv1", "bn1", false, width, in, 3);
          layer(source, ours, theirs, "conv2", "bn2", true, width, width, 3);
        }
        if (block == 0 && in != out) {
          layer(source, ours, theirs, "downsample.0", "downsample.1", false, out, in, 1);
        }
        in = out;
      }
    }
  }

  /** A convolution of a trunk with its normalisation, apart or folded into it. */
  private void layer(
      @Nullable ImageNetTrunk source,
      String ours,
      String theirs,
      String conv,
      String norm,
      boolean endsBlock,
      int out,
      int in,
      int kernel) {
    if (source == null && folded) {
      conv(ours + "." + conv, out, in, kernel);
      return;
    }
    ImageNetTrunk.Layer layer =
        source == null
            ? untrained(endsBlock, out, in, kernel)
            : source.layer(theirs + conv, theirs + norm, out, in, kernel);
    float[] weight = widenedAtRandom(layer.weight(), out, in, kernel);
    if (folded) {
      float[] factor = layer.factor();
      int row = weight.length / out;
      for (int i = 0; i < weight.length; i++) {
        weight[i] *= factor[i / row];
      }
      entries.put(ours + "." + conv + ".bias", layer.offset());
    } else {
      String prefix = ours + "." + norm + ".";
      entries.put(prefix + "weight", layer.scale());
      entries.put(prefix + "bias", layer.shift());
      entries.put(prefix + "running_mean", layer.mean());
      entries.put(prefix + "running_var", layer.variance());
    }
    entries.put(
        ours + "." + conv + ".weight", TensorData.ofFloats(weight, out, in, kernel, kernel));
  }

  /** Nothing normalises here while training, so blocks start as their shortcut alone. */
  private ImageNetTrunk.Layer untrained(boolean endsBlock, int out, int in, int kernel) {
    double deviation = Math.sqrt(2.0 / (in * kernel * kernel));
    float[] weight = new float[out * in * kernel * kernel];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (deviation * random.nextGaussian());
    }
    return new ImageNetTrunk.Layer(
        TensorData.ofFloats(weight, out, in, kernel, kernel),
        ImageNetTrunk.filled(out, endsBlock ? 0 : 1),
        ImageNetTrunk.filled(out, 0),
        ImageNetTrunk.filled(out, 0),
        ImageNetTrunk.filled(out, 1));
  }

  /** Channels of the input that the trained trunk does not know get small random weights. */
  private float[] widenedAtRandom(TensorData trained, int out, int in, int kernel) {
    float[] source = trained.toFloats();
    int known = (int) trained.shape()[1] * kernel * kernel;
    int row = in * kernel * kernel;
    float[] values = new float[out * row];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          i % row < known
              ? source[i / row * known + i % row]
              : (float) (0.02 * random.nextGaussian());
    }
    return values;
  }

  private void rest(TrainConfig.NetworkShape s, int expansion) {
    conv("key_proj.key_proj", s.key(), 256 * expansion, 3);
    conv("key_proj.d_proj", 1, 256 * expansion, 3);
    conv("key_proj.e_proj", s.key(), 256 * expansion, 3);
    fusion("value_encoder.fuser", 256 * expansion + 256, s.value());
    conv("value_encoder.hidden_reinforce.transform", 3 * s.hidden(), s.value() + s.hidden(), 3);
    fusion("decoder.fuser", 256 * expansion + s.value() + s.hidden(), s.fused());
    conv("decoder.up_16_8.skip_conv", s.fused(), 128 * expansion, 3);
    residual("decoder.up_16_8.out_conv", s.fused(), s.up8());
    conv("decoder.up_8_4.skip_conv", s.up8(), 64 * expansion, 3);
    residual("decoder.up_8_4.out_conv", s.up8(), s.up4());
    conv("decoder.pred", 1, s.up4(), 3);
    conv("decoder.hidden_update.g16_conv", s.update(), s.fused(), 1);
    conv("decoder.hidden_update.g8_conv", s.update(), s.up8(), 1);
    conv("decoder.hidden_update.g4_conv", s.update(), s.up4() + 1, 1);
    conv("decoder.hidden_update.transform", 3 * s.hidden(), s.update() + s.hidden(), 3);
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
}
