package dev.engram.nn;

import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.common.Listing;
import dev.engram.tensor.Device;
import dev.engram.tensor.PackedConvolution;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a checkpoint, for inference. Keeps count of what is missing, misshapen or left
 * over, so that {@link #finish} can name it all at once.
 *
 * <p>Batch normalisation, where a convolution has one, is folded into its weight and bias: at
 * inference it is a scale and a shift a channel.
 */
public final class CheckpointWeights implements Weights {
  static final double BATCH_NORM_EPSILON = 1e-5;
  private static final int LISTED = 12;

  private final StateDict entries;
  private final TensorArena arena;
  private final Device device;
  private final Precision precision;
  private final Set<String> used = new HashSet<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> misshapen = new ArrayList<>();

  /**
   * @param arena owns all weights that are read
   * @param precision of the convolutions' weights
   */
  public CheckpointWeights(
      StateDict entries, TensorArena arena, Device device, Precision precision) {
    this.entries = entries;
    this.arena = arena;
    this.device = device;
    this.precision = precision;
  }

  @Override
  public int extent(String name, int dimension, int fallback) {
    Optional<TensorData> entry = entries.find(name);
    if (entry.isEmpty() || entry.get().shape().length <= dimension) {
      return fallback;
    }
    return Math.toIntExact(entry.get().shape()[dimension]);
  }

  @Override
  public boolean has(String name) {
    return entries.contains(name);
  }

  @Override
  public Tensor tensor(String name, int... shape) {
    return adopted(TensorType.FLOAT32, floats(name, shape), shape);
  }

  @Override
  public Linear linear(String name, int out, int in) {
    return linear(name, floats(name + ".weight", out, in), out, in);
  }

  @Override
  public Linear pixelwise(String name, int out, int in) {
    return linear(name, floats(name + ".weight", out, in, 1, 1), out, in);
  }

  private Linear linear(String name, float[] weight, int out, int in) {
    return new Linear(
        adopted(precision.type(), weight, out, in),
        adopted(precision.type(), floats(name + ".bias", out), out));
  }

  @Override
  public Conv2d conv(String name, int out, int in, int kernel) {
    float[] weight = floats(name + ".weight", out, in, kernel, kernel);
    return convolution(weight, floats(name + ".bias", out), out, in, kernel, 1);
  }

  private Conv2d convolution(
      float[] weights, float @Nullable [] biases, int out, int in, int kernel, int stride) {
    Tensor weight = adopted(precision.type(), weights, out, in, kernel, kernel);
    Tensor bias = biases == null ? null : adopted(precision.type(), biases, out);
    if (precision != Precision.BF16 || device != Device.CPU || !PackedConvolution.available()) {
      return new PlainConv2d(weight, bias, stride);
    }
    return new PackedConv2d(PackedConvolution.of(arena, weight, bias, stride), out);
  }

  @Override
  public Conv2d normalisedConv(
      String name, String norm, int out, int in, int trainedIn, int kernel, int stride) {
    int own = extent(name + ".weight", 1, in) == trainedIn ? trainedIn : in;
    float[] weight = floats(name + ".weight", out, own, kernel, kernel);
    float[] bias = has(name + ".bias") ? floats(name + ".bias", out) : fold(weight, norm, out);
    if (own < in) {
      weight = widened(weight, out, own * kernel * kernel, in * kernel * kernel);
    }
    return convolution(weight, bias, out, in, kernel, stride);
  }

  private static float[] widened(float[] narrow, int rows, int from, int to) {
    float[] wide = new float[rows * to];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(narrow, row * from, wide, row * to, from);
    }
    return wide;
  }

  private float[] fold(float[] weight, String norm, int out) {
    float[] gamma = floats(norm + ".weight", out);
    float[] beta = floats(norm + ".bias", out);
    float[] mean = floats(norm + ".running_mean", out);
    float[] variance = floats(norm + ".running_var", out);
    float[] bias = new float[out];
    int row = weight.length / out;
    for (int o = 0; o < out; o++) {
      double scale = gamma[o] / Math.sqrt(variance[o] + BATCH_NORM_EPSILON);
      for (int i = o * row; i < (o + 1) * row; i++) {
        weight[i] = (float) (weight[i] * scale);
      }
      bias[o] = (float) (beta[o] - mean[o] * scale);
    }
    return bias;
  }

  @Override
  public Conv2d[] splitConv(String name, int out, int in, int kernel, int first) {
    float[] whole = floats(name + ".weight", out, in, kernel, kernel);
    float[] bias = floats(name + ".bias", out);
    int area = kernel * kernel;
    return new Conv2d[] {
      convolution(columns(whole, out, 0, first * area), bias, out, first, kernel, 1),
      convolution(
          columns(whole, out, first * area, (in - first) * area), null, out, in - first, kernel, 1)
    };
  }

  /** Some columns of a matrix with so many rows. */
  private static float[] columns(float[] matrix, int rows, int first, int count) {
    int width = matrix.length / rows;
    float[] part = new float[rows * count];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(matrix, row * width + first, part, row * count, count);
    }
    return part;
  }

  private Tensor adopted(TensorType type, float[] values, int... shape) {
    long[] extents = Arrays.stream(shape).asLongStream().toArray();
    try (TensorScope scope = TensorScope.open()) {
      Tensor tensor = Tensors.of(values, extents).to(type);
      return arena.adopt((shape.length == 4 ? tensor.channelsLast() : tensor).to(device));
    }
  }

  private float[] floats(String name, int... shape) {
    used.add(name);
    int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    Optional<TensorData> entry = entries.find(name);
    if (entry.isEmpty()) {
      missing.add(name);
      return new float[length];
    }
    long[] expected = Arrays.stream(shape).asLongStream().toArray();
    if (!Arrays.equals(entry.get().shape(), expected)) {
      misshapen.add(
          name
              + " "
              + Arrays.toString(entry.get().shape())
              + " instead of "
              + Arrays.toString(expected));
      return new float[length];
    }
    return entry.get().toFloats();
  }

  /**
   * Says whether the checkpoint was this network's, no more and no less.
   *
   * @param network how messages call the network
   * @throws EngramException naming missing, misshapen and surplus entries
   */
  public void finish(String network) {
    List<String> surplus = new ArrayList<>(entries.names());
    surplus.removeAll(used);
    // a count that training keeps and nothing reads
    surplus.removeIf(name -> name.endsWith(".num_batches_tracked"));
    if (missing.isEmpty() && misshapen.isEmpty() && surplus.isEmpty()) {
      return;
    }
    List<String> parts = new ArrayList<>();
    describe(parts, "missing", missing);
    describe(parts, "misshapen", misshapen);
    describe(parts, "surplus", surplus);
    throw new EngramException(
        entries.source().map(Object::toString).orElse("checkpoint")
            + ": does not fit "
            + network
            + ": "
            + String.join("; ", parts)
            + ". Give a checkpoint of "
            + network
            + ".");
  }

  private static void describe(List<String> parts, String what, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    parts.add(names.size() + " " + what + " (" + Listing.ofFirst(LISTED, names) + ")");
  }
}
