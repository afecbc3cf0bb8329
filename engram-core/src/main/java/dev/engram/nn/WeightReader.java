package dev.engram.nn;

import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the entries of a checkpoint into layers, and keeps count of what is missing, misshapen or
 * left over, so that {@link #finish} can name it all at once.
 *
 * <p>Batch normalisation, where a convolution has one, is folded into its weight and bias: at
 * inference it is a scale and a shift a channel.
 */
public final class WeightReader {
  private static final double BATCH_NORM_EPSILON = 1e-5;
  private static final int LISTED = 12;

  private final StateDict entries;
  private final TensorArena arena;
  private final Device device;
  private final Set<String> used = new HashSet<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> misshapen = new ArrayList<>();

  /**
   * @param arena owns all weights that are read
   */
  public WeightReader(StateDict entries, TensorArena arena, Device device) {
    this.entries = entries;
    this.arena = arena;
    this.device = device;
  }

  /** The extent of a dimension of an entry, or {@code fallback} where there is no such entry. */
  public int extent(String name, int dimension, int fallback) {
    Optional<TensorData> entry = entries.find(name);
    if (entry.isEmpty() || entry.get().shape().length <= dimension) {
      return fallback;
    }
    return Math.toIntExact(entry.get().shape()[dimension]);
  }

  /** Whether the checkpoint has an entry of this name. */
  public boolean has(String name) {
    return entries.contains(name);
  }

  /** A convolution with a bias and no normalisation. */
  public Conv2d conv(String name, int out, int in, int kernel) {
    float[] weight = floats(name + ".weight", out, in, kernel, kernel);
    float[] bias = floats(name + ".bias", out);
    return layer(weight, bias, out, in, kernel, 1);
  }

  /**
   * A convolution that was trained with batch normalisation: either a weight without bias and the
   * four entries of {@code norm}, or both folded already (a weight with a bias).
   */
  public Conv2d normalisedConv(String name, String norm, int out, int in, int kernel, int stride) {
    float[] weight = floats(name + ".weight", out, in, kernel, kernel);
    if (has(name + ".bias")) {
      return layer(weight, floats(name + ".bias", out), out, in, kernel, stride);
    }
    float[] bias = fold(weight, norm, out);
    return layer(weight, bias, out, in, kernel, stride);
  }

  /**
   * As {@link #normalisedConv}, for a first layer that may have been trained with fewer input
   * channels: the missing ones get weights of zero.
   */
  public Conv2d widenedConv(
      String name, String norm, int out, int in, int trainedIn, int kernel, int stride) {
    if (extent(name + ".weight", 1, in) != trainedIn) {
      return normalisedConv(name, norm, out, in, kernel, stride);
    }
    float[] narrow = floats(name + ".weight", out, trainedIn, kernel, kernel);
    float[] weight = new float[out * in * kernel * kernel];
    int row = trainedIn * kernel * kernel;
    for (int o = 0; o < out; o++) {
      System.arraycopy(narrow, o * row, weight, o * in * kernel * kernel, row);
    }
    float[] bias = has(name + ".bias") ? floats(name + ".bias", out) : fold(weight, norm, out);
    return layer(weight, bias, out, in, kernel, stride);
  }

  private float[] fold(float[] weight, String norm, int out) {
    float[] gamma = floats(norm + ".weight", out);
    float[] beta = floats(norm + ".bias", out);
    float[] mean = floats(norm + ".running_mean", out);
    float[] variance = floats(norm + ".running_var", out);
    used.add(norm + ".num_batches_tracked");
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

  private Conv2d layer(float[] weight, float[] bias, int out, int in, int kernel, int stride) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor w = Tensors.of(weight, out, in, kernel, kernel).channelsLast().to(device);
      return new Conv2d(arena.adopt(w), arena.adopt(Tensors.of(bias, out).to(device)), stride);
    }
  }

  /** Any entry as a tensor of this shape. */
  public Tensor tensor(String name, int... shape) {
    long[] extents = Arrays.stream(shape).asLongStream().toArray();
    try (TensorScope scope = TensorScope.open()) {
      return arena.adopt(Tensors.of(floats(name, shape), extents).to(device));
    }
  }

  /** Takes over a tensor made from one of this reader's. */
  Tensor adopt(Tensor derived) {
    return arena.adopt(derived);
  }

  /** Frees a tensor of this reader that others were made from. */
  void release(Tensor origin) {
    arena.release(origin);
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
    surplus.removeIf(name -> name.endsWith(".num_batches_tracked"));
    if (missing.isEmpty() && misshapen.isEmpty() && surplus.isEmpty()) {
      return;
    }
    StringBuilder message = new StringBuilder();
    message.append(entries.source().map(Object::toString).orElse("checkpoint"));
    message.append(": does not fit ").append(network).append(": ");
    List<String> parts = new ArrayList<>();
    describe(parts, "missing", missing);
    describe(parts, "misshapen", misshapen);
    describe(parts, "surplus", surplus);
    message.append(String.join("; ", parts));
    message.append(". Give a checkpoint of ").append(network).append('.');
    throw new EngramException(message.toString());
  }

  private static void describe(List<String> parts, String what, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    String listed = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
    String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
    parts.add(names.size() + " " + what + " (" + listed + more + ")");
  }
}
