package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes weights entry by entry: trunks trained on ImageNet where they are given, and random numbers
 * elsewhere, as torch initialises its convolutions and masked autoencoders their transformers.
 */
final class WeightInitialiser {
  private static final int[] DEPTHS_18 = {2, 2, 2};
  private static final int[] DEPTHS_50 = {3, 4, 6};

  private final RandomGenerator random;
  private final boolean folded;
  private final Map<String, TensorData> entries = new LinkedHashMap<>();

  /**
   * @param folded whether the trunks' normalisation is folded into their convolutions
   */
  WeightInitialiser(RandomGenerator random, boolean folded) {
    this.random = random;
    this.folded = folded;
  }

  /** All entries so far. */
  StateDict build() {
    StateDict.Builder builder = StateDict.builder();
    entries.forEach(builder::add);
    return builder.build();
  }

  /**
   * A ResNet down to stride 16.
   *
   * @param imageNet a folder for {@link ImageNetTrunk}; null starts from random numbers
   */
  void trunk(String name, int inputs, String firstStage, String kind, @Nullable Path imageNet) {
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

  /** What makes key, shrinkage and selection of features with {@code in} channels. */
  void keyProjection(int channels, int in) {
    conv("key_proj.key_proj", channels, in, 3);
    conv("key_proj.d_proj", 1, in, 3);
    conv("key_proj.e_proj", channels, in, 3);
  }

  /** The decoder from stride 16 on, with skips of so many channels. */
  void upsamplingBlocks(int fused, int up8, int up4, int skip8, int skip4) {
    conv("decoder.up_16_8.skip_conv", fused, skip8, 3);
    residual("decoder.up_16_8.out_conv", fused, up8);
    conv("decoder.up_8_4.skip_conv", up8, skip4, 3);
    residual("decoder.up_8_4.out_conv", up8, up4);
    conv("decoder.pred", 1, up4, 3);
  }

  void fusion(String name, int in, int out) {
    residual(name + ".block1", in, out);
    String mlp = name + ".attention.ChannelGate.mlp";
    int hidden = Math.max(1, out / 16);
    uniformLinear(mlp + ".1", hidden, out);
    uniformLinear(mlp + ".3", out, hidden);
    conv(name + ".attention.SpatialGate.spatial.conv", 1, 2, 7);
    residual(name + ".block2", out, out);
  }

  void residual(String name, int in, int out) {
    conv(name + ".conv1", out, in, 3);
    conv(name + ".conv2", out, out, 3);
    if (in != out) {
      conv(name + ".downsample", out, in, 3);
    }
  }

  void conv(String name, int out, int in, int kernel) {
    double reach = 1 / Math.sqrt((double) in * kernel * kernel);
    uniform(name + ".weight", reach, out, in, kernel, kernel);
    uniform(name + ".bias", reach, out);
  }

  private void uniformLinear(String name, int out, int in) {
    uniform(name + ".weight", 1 / Math.sqrt((double) in), out, in);
    uniform(name + ".bias", 1 / Math.sqrt((double) in), out);
  }

  /** A fully connected layer as a transformer begins (Glorot and Bengio 2010). */
  void linear(String name, int out, int in) {
    uniform(name + ".weight", Math.sqrt(6.0 / (in + out)), out, in);
    filled(name + ".bias", 0, out);
  }

  /** Changes nothing but mean and deviation. */
  void layerNorm(String name, int channels) {
    filled(name + ".weight", 1, channels);
    filled(name + ".bias", 0, channels);
  }

  /** A convolution of each channel by itself. */
  void depthwise(String name, int channels, int kernel) {
    uniform(name + ".weight", 1.0 / kernel, channels, 1, kernel, kernel);
    uniform(name + ".bias", 1.0 / kernel, channels);
  }

  /** A transposed convolution. */
  void upsampling(String prefix, int in, int out) {
    double reach = 1 / Math.sqrt(4.0 * out);
    uniform(prefix + "weight", reach, in, out, 2, 2);
    uniform(prefix + "bias", reach, out);
  }

  private void filled(String name, float value, int length) {
    entries.put(name, ImageNetTrunk.filled(length, value));
  }

  private void uniform(String name, double reach, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * reach);
    }
    entries.put(name, TensorData.ofFloats(values, shape));
  }
}
