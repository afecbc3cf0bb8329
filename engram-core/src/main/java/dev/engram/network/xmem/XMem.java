package dev.engram.network.xmem;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.network.EncodedFrame;
import dev.engram.network.SegmentationNetwork;
import dev.engram.nn.CheckpointWeights;
import dev.engram.nn.ResNetTrunk;
import dev.engram.nn.ResNetTrunk.Features;
import dev.engram.nn.TrainableWeights;
import dev.engram.nn.Weights;
import dev.engram.tensor.Device;
import dev.engram.tensor.MixedPrecision;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * XMem: a key encoder for the image, a value encoder for its masks, and a decoder for what the
 * memory gives back. Trunk and widths are read from the weights, so that the published network and
 * a compact one are the same code.
 */
public final class XMem implements SegmentationNetwork {
  private static final int STRIDE = 16;

  private final TensorArena arena;
  private final Device device;
  // null leaves it to whoever trains
  private final @Nullable Precision precision;
  private final XMemWidths widths;
  private final ResNetTrunk keyEncoder;
  private final KeyProjection keyProjection;
  private final ValueEncoder valueEncoder;
  private final Decoder decoder;
  private final String description;

  private XMem(
      Weights weights,
      long parameters,
      TensorArena arena,
      Device device,
      @Nullable Precision precision) {
    this.arena = arena;
    this.device = device;
    this.precision = precision;
    widths = XMemWidths.read(weights);
    keyEncoder =
        ResNetTrunk.read(weights, "key_encoder", List.of("res2", "layer2", "layer3"), 3, 3);
    int[] channels = keyEncoder.channels();
    keyProjection = KeyProjection.read(weights, channels[2], widths.key());
    valueEncoder = ValueEncoder.read(weights, widths, channels[2]);
    decoder = Decoder.read(weights, widths, channels);
    description =
        String.format(
            Locale.ROOT,
            "XMem (%s, %.1f M parameters, key %d, value %d, hidden %d%s)",
            keyEncoder.name(),
            parameters / 1e6,
            widths.key(),
            widths.value(),
            widths.hidden(),
            precision == Precision.BF16 ? ", bf16" : "");
  }

  /** Whether a checkpoint is XMem's, judged by the names of its entries. */
  public static boolean recognises(StateDict entries) {
    return entries.contains(XMemWidths.KEY);
  }

  /**
   * Loads the network.
   *
   * @param precision of its convolutions
   * @throws EngramException naming all entries that are missing, misshapen or too many
   */
  public static XMem load(StateDict entries, Device device, Precision precision) {
    TensorArena arena = new TensorArena();
    try {
      CheckpointWeights weights = new CheckpointWeights(entries, arena, device, precision);
      XMem network = new XMem(weights, entries.parameterCount(), arena, device, precision);
      weights.finish("XMem");
      return network;
    } catch (EngramException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Wires the network over parameters that are being trained; gradients flow into them. Cheap
   * enough to be done at every step.
   *
   * @param parameters by the names of a checkpoint; not owned, {@link #close} leaves them alone
   */
  public static XMem over(Map<String, Tensor> parameters, Device device) {
    return new XMem(new TrainableWeights(parameters), 0, new TensorArena(), device, null);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public int stride() {
    return STRIDE;
  }

  @Override
  public int keyChannels() {
    return widths.key();
  }

  @Override
  public int valueChannels() {
    return widths.value();
  }

  @Override
  public int hiddenChannels() {
    return widths.hidden();
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public Precision precision() {
    return precision == null ? Precision.FP32 : precision;
  }

  @Override
  public EncodedFrame encodeKey(Tensor image) {
    Tensor input = image.channelsLast();
    return inPrecision(() -> new Frame(input, keyEncoder.apply(input)));
  }

  private <T> T inPrecision(Supplier<T> work) {
    if (precision == null) {
      return work.get();
    }
    try (MixedPrecision scope = precision.open(device)) {
      return work.get();
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  /** Package-private parts are for the tests that compare each stage with the reference. */
  final class Frame implements EncodedFrame {
    private final Tensor image;
    private final Features features;
    private @Nullable Tensor key;
    private @Nullable Tensor shrinkage;
    private @Nullable Tensor selection;

    private Frame(Tensor image, Features features) {
      this.image = image;
      this.features = features;
    }

    Features features() {
      return features;
    }

    @Override
    public EncodedFrame images(int first, int count) {
      Features own =
          new Features(
              features.f4().narrow(0, first, count),
              features.f8().narrow(0, first, count),
              features.f16().narrow(0, first, count));
      Frame part = new Frame(image.narrow(0, first, count), own);
      part.key = key().narrow(0, first, count);
      part.shrinkage = shrinkage().narrow(0, first, count);
      part.selection = selection().narrow(0, first, count);
      return part;
    }

    @Override
    public Tensor key() {
      if (key == null) {
        key = inPrecision(() -> keyProjection.key(features.f16()));
      }
      return key;
    }

    @Override
    public Tensor shrinkage() {
      if (shrinkage == null) {
        shrinkage = inPrecision(() -> keyProjection.shrinkage(features.f16()));
      }
      return shrinkage;
    }

    @Override
    public Tensor selection() {
      if (selection == null) {
        selection = inPrecision(() -> keyProjection.selection(features.f16()));
      }
      return selection;
    }

    @Override
    public EncodedValue encodeValue(Tensor masks, @Nullable Tensor hidden, boolean deepUpdate) {
      return inPrecision(
          () -> valueEncoder.apply(image, features.f16(), masks, hidden, deepUpdate));
    }

    @Override
    public DecodedFrame decode(Tensor readout, @Nullable Tensor hidden, boolean updateSensory) {
      return inPrecision(() -> decoder.apply(features, readout, hidden, updateSensory));
    }
  }
}
