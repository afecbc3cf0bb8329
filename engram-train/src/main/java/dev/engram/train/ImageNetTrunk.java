package dev.engram.train;

import dev.engram.checkpoint.Checkpoints;
import dev.engram.checkpoint.NpyFile;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A ResNet that was trained on ImageNet: torchvision's checkpoint ({@code resnet50-*.pth}), or a
 * folder of {@code .npy} files with the normalisation folded into the convolutions.
 */
final class ImageNetTrunk {
  private static final double EPSILON = 1e-5;

  private final Path folder;
  private final String kind;
  private final Optional<StateDict> checkpoint;

  private ImageNetTrunk(Path folder, String kind, Optional<StateDict> checkpoint) {
    this.folder = folder;
    this.kind = kind;
    this.checkpoint = checkpoint;
  }

  /**
   * A convolution with the normalisation behind it.
   *
   * @param weight [out, in, kernel, kernel]
   * @param scale of the normalisation, as are the next three; [out]
   */
  record Layer(
      TensorData weight, TensorData scale, TensorData shift, TensorData mean, TensorData variance) {
    /** What the normalisation multiplies the convolution's result by. */
    float[] factor() {
      float[] factor = scale.toFloats();
      float[] variances = variance.toFloats();
      for (int i = 0; i < factor.length; i++) {
        factor[i] = (float) (factor[i] / Math.sqrt(variances[i] + EPSILON));
      }
      return factor;
    }

    /** What the normalisation adds then. */
    TensorData offset() {
      float[] factor = factor();
      float[] means = mean.toFloats();
      float[] offset = shift.toFloats();
      for (int i = 0; i < offset.length; i++) {
        offset[i] -= means[i] * factor[i];
      }
      return TensorData.ofFloats(offset, offset.length);
    }
  }

  /**
   * @param folder that holds a checkpoint whose name starts with the kind, or the {@code .npy}
   *     files
   * @param kind {@code resnet18} or {@code resnet50}
   * @throws EngramException if it holds neither
   */
  static ImageNetTrunk open(Path folder, String kind) {
    if (Files.exists(folder.resolve("conv1.weight.npy"))) {
      return new ImageNetTrunk(folder, kind, Optional.empty());
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> file =
          files
              .filter(f -> f.getFileName().toString().toLowerCase(Locale.ROOT).startsWith(kind))
              .filter(f -> f.toString().endsWith(".pth") || f.toString().endsWith(".safetensors"))
              .sorted()
              .findFirst();
      if (file.isPresent()) {
        return new ImageNetTrunk(folder, kind, Optional.of(Checkpoints.read(file.get())));
      }
    } catch (IOException e) {
      throw new EngramException(folder + ": no such folder. Give one with ImageNet weights.", e);
    }
    throw new EngramException(
        folder
            + ": holds no "
            + kind
            + " trained on ImageNet. Put torchvision's "
            + kind
            + "-*.pth there.");
  }

  /**
   * @param conv such as {@code layer1.0.conv2}
   * @param norm such as {@code layer1.0.bn2}
   * @param shape what the weight has to be; its second extent may be larger than the trunk's
   * @throws EngramException if it is missing or of another shape
   */
  Layer layer(String conv, String norm, int... shape) {
    TensorData weight = find(conv + ".weight");
    long[] own = weight.shape();
    if (own.length != 4 || own[0] != shape[0] || own[1] > shape[1] || own[2] != shape[2]) {
      throw new EngramException(
          folder
              + ": "
              + conv
              + " is "
              + Arrays.toString(own)
              + ". Give the weights of a "
              + kind
              + ".");
    }
    if (checkpoint.isEmpty()) {
      return new Layer(
          weight,
          filled(shape[0], 1),
          find(conv + ".bias"),
          filled(shape[0], 0),
          filled(shape[0], (float) (1 - EPSILON)));
    }
    return new Layer(
        weight,
        find(norm + ".weight"),
        find(norm + ".bias"),
        find(norm + ".running_mean"),
        find(norm + ".running_var"));
  }

  static TensorData filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return TensorData.ofFloats(values, length);
  }

  private TensorData find(String name) {
    if (checkpoint.isPresent()) {
      return checkpoint.get().find(name).orElseThrow(() -> missing(name));
    }
    Path file = folder.resolve(name + ".npy");
    if (!Files.exists(file)) {
      throw missing(name);
    }
    return NpyFile.read(file);
  }

  private EngramException missing(String name) {
    return new EngramException(
        folder + ": " + name + " is missing. Give the weights of a " + kind + ".");
  }
}
