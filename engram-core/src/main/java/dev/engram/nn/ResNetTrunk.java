package dev.engram.nn;

import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ResNet down to stride 16 (He et al. 2016): the stem and three stages, of basic blocks
 * (ResNet-18) or bottlenecks with the stride on the 3x3 convolution (ResNet-50), as the weights
 * say.
 */
public final class ResNetTrunk {
  private static final int STEM = 64;

  private final Conv2d stem;
  private final List<List<Block>> stages;
  private final int[] channels;

  private ResNetTrunk(Conv2d stem, List<List<Block>> stages, int[] channels) {
    this.stem = stem;
    this.stages = stages;
    this.channels = channels;
  }

  /**
   * Reads a trunk; its kind and depth are what the checkpoint holds.
   *
   * @param prefix such as {@code key_encoder}
   * @param stageNames the names of the three stages
   * @param inputs channels of the input
   * @param trainedInputs how many of these a narrower checkpoint may have been trained with
   */
  public static ResNetTrunk read(
      Weights weights, String prefix, List<String> stageNames, int inputs, int trainedInputs) {
    int stemWidth = weights.extent(prefix + ".conv1.weight", 0, STEM);
    Conv2d stem =
        weights.normalisedConv(
            prefix + ".conv1", prefix + ".bn1", stemWidth, inputs, trainedInputs, 7, 2);
    List<List<Block>> stages = new ArrayList<>();
    int[] channels = new int[stageNames.size()];
    int in = stemWidth;
    for (int s = 0; s < stageNames.size(); s++) {
      List<Block> blocks = new ArrayList<>();
      String stage = prefix + "." + stageNames.get(s);
      do {
        int stride = s > 0 && blocks.isEmpty() ? 2 : 1;
        Block block = Block.read(weights, stage + "." + blocks.size(), in, stride);
        blocks.add(block);
        in = block.outChannels();
      } while (weights.has(stage + "." + blocks.size() + ".conv1.weight"));
      stages.add(blocks);
      channels[s] = in;
    }
    return new ResNetTrunk(stem, stages, channels);
  }

  /** Channels at strides 4, 8 and 16. */
  public int[] channels() {
    return channels.clone();
  }

  /** What the literature calls it, such as ResNet-18; a trunk of another depth is a ResNet. */
  public String name() {
    boolean bottleneck = stages.get(0).get(0).convolutions().size() == 3;
    List<Integer> depths = stages.stream().map(List::size).toList();
    if (bottleneck && depths.equals(List.of(3, 4, 6))) {
      return "ResNet-50";
    }
    return !bottleneck && depths.equals(List.of(2, 2, 2)) ? "ResNet-18" : "ResNet";
  }

  /**
   * @param image [n, inputs, h, w], h and w multiples of 16
   */
  public Pyramid apply(Tensor image) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = NeuralOps.maxPool(stem.applyRelu(image), 3, 2, 1);
      Tensor f4 = scope.pass(run(stages.get(0), x));
      Tensor f8 = scope.pass(run(stages.get(1), f4));
      return new Pyramid(f4, f8, scope.pass(run(stages.get(2), f8)));
    }
  }

  private static Tensor run(List<Block> blocks, Tensor input) {
    Tensor x = input;
    for (Block block : blocks) {
      x = block.apply(x);
    }
    return x;
  }

  private record Block(List<Conv2d> convolutions, @Nullable Conv2d downsample) {
    static Block read(Weights weights, String name, int in, int stride) {
      boolean bottleneck = weights.has(name + ".conv3.weight");
      int width = weights.extent(name + ".conv1.weight", 0, in);
      List<Conv2d> convolutions = new ArrayList<>();
      int out;
      if (bottleneck) {
        out = weights.extent(name + ".conv3.weight", 0, 4 * width);
        convolutions.add(conv(weights, name, 1, width, in, 1, 1));
        convolutions.add(conv(weights, name, 2, width, width, 3, stride));
        convolutions.add(conv(weights, name, 3, out, width, 1, 1));
      } else {
        out = width;
        convolutions.add(conv(weights, name, 1, width, in, 3, stride));
        convolutions.add(conv(weights, name, 2, width, width, 3, 1));
      }
      Conv2d downsample = null;
      if (stride != 1 || in != out) {
        downsample =
            weights.normalisedConv(
                name + ".downsample.0", name + ".downsample.1", out, in, in, 1, stride);
      }
      return new Block(convolutions, downsample);
    }

    private static Conv2d conv(
        Weights weights, String name, int number, int out, int in, int kernel, int stride) {
      return weights.normalisedConv(
          name + ".conv" + number, name + ".bn" + number, out, in, in, kernel, stride);
    }

    int outChannels() {
      return convolutions.get(convolutions.size() - 1).outChannels();
    }

    Tensor apply(Tensor input) {
      try (TensorScope scope = TensorScope.open()) {
        int last = convolutions.size() - 1;
        Tensor x = input;
        for (Conv2d convolution : convolutions.subList(0, last)) {
          x = convolution.applyRelu(x);
        }
        Tensor shortcut = downsample == null ? input : downsample.apply(input);
        return scope.pass(convolutions.get(last).applyAddRelu(x, shortcut));
      }
    }
  }
}
