package dev.engram;

import dev.engram.checkpoint.Checkpoints;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.network.SegmentationNetwork;
import dev.engram.network.stma.Stma;
import dev.engram.network.xmem.XMem;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import java.nio.file.Path;

/**
 * A loaded model. Immutable; open any number of sessions on it, from any number of threads.
 *
 * <pre>{@code
 * try (Engram engram = Engram.load(Path.of("XMem.pth"), Device.CPU);
 *     VideoSegmenter session = engram.open(engram.defaultOptions())) {
 *   ...
 * }
 * }</pre>
 */
public final class Engram implements AutoCloseable {
  private final SegmentationNetwork network;
  private final String checksum;
  private final SegmenterOptions defaults;

  private Engram(SegmentationNetwork network, String checksum, SegmenterOptions defaults) {
    this.network = network;
    this.checksum = checksum;
    this.defaults = defaults;
  }

  /**
   * Loads a checkpoint: {@code .pth} or {@code .safetensors}, of XMem or STMA of any width. In
   * single precision.
   *
   * @throws EngramException if the file cannot be read or is of another network
   */
  public static Engram load(Path checkpoint, Device device) {
    return of(Checkpoints.read(checkpoint), device);
  }

  /**
   * A model of weights that are in memory already, in single precision.
   *
   * @throws EngramException if they are of another network
   */
  public static Engram of(StateDict weights, Device device) {
    return of(weights, device, Precision.FP32);
  }

  /**
   * A model whose convolutions run in a precision of its own.
   *
   * @param precision such as {@link Precision#usual}
   * @throws EngramException as {@link #of(StateDict, Device)}
   */
  public static Engram of(StateDict weights, Device device, Precision precision) {
    return new Engram(
        network(weights, device, precision), weights.checksum(), SegmenterOptions.of(weights));
  }

  private static SegmentationNetwork network(
      StateDict weights, Device device, Precision precision) {
    device.require();
    if (Stma.recognises(weights)) {
      return Stma.load(weights, device, precision);
    }
    if (XMem.recognises(weights)) {
      return XMem.load(weights, device, precision);
    }
    throw new EngramException(
        weights.source().map(Path::toString).orElse("checkpoint")
            + ": not a network that Engram knows (its first entry is "
            + weights.names().stream().findFirst().orElse("missing")
            + "). Give a checkpoint of XMem or STMA.");
  }

  /** What was loaded, such as {@code XMem (ResNet-50, 62.2 M parameters, ...)}. */
  public String description() {
    return network.description();
  }

  /** The usual options, with what the model's file says to do otherwise. */
  public SegmenterOptions defaultOptions() {
    return defaults;
  }

  SegmentationNetwork network() {
    return network;
  }

  /** Opens the session of one video; close it before the model. */
  public VideoSegmenter open(SegmenterOptions options) {
    return new VideoSegmenter(network, checksum, options);
  }

  /** Frees the weights. */
  @Override
  public void close() {
    network.close();
  }
}
