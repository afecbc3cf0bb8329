package dev.engram.network.xmem;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.network.EncodedFrame;
import dev.engram.network.FrameEncoder;
import dev.engram.network.ImageFeatures;
import dev.engram.network.SegmentationNetwork;
import dev.engram.network.parts.Decoder;
import dev.engram.network.parts.KeyProjection;
import dev.engram.network.parts.KeyedFrame;
import dev.engram.network.parts.Placement;
import dev.engram.network.parts.ValueEncoder;
import dev.engram.network.parts.Widths;
import dev.engram.nn.CheckpointWeights;
import dev.engram.nn.ResNetTrunk;
import dev.engram.nn.TrainableWeights;
import dev.engram.nn.Weights;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * XMem: a key encoder for the image, a value encoder for its masks, and a decoder for what the
 * memory gives back. Trunk and widths are read from the weights, so that the published network and
 * a compact one are the same code.
 */
public final class XMem implements SegmentationNetwork {
  private static final int STRIDE = 16;

  private final Placement placement;
  private final Widths widths;
  private final ResNetTrunk keyEncoder;
  private final KeyProjection keyProjection;
  private final ValueEncoder valueEncoder;
  private final Decoder decoder;
  private final String description;

  private XMem(Weights weights, long parameters, Placement placement) {
    this.placement = placement;
    widths = Widths.read(weights);
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
            placement.precision() == Precision.BF16 ? ", bf16" : "");
  }

  /** Whether a checkpoint is XMem's, judged by the names of its entries. */
  public static boolean recognises(StateDict entries) {
    return entries.contains(Widths.KEY);
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
      Placement placement = new Placement(arena, device, precision);
      XMem network = new XMem(weights, entries.parameterCount(), placement);
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
    return new XMem(new TrainableWeights(parameters), 0, Placement.forTraining(device));
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
    return placement.device();
  }

  @Override
  public Precision precision() {
    return placement.precision();
  }

  @Override
  public boolean encodesFramesAlone() {
    return true;
  }

  @Override
  public ImageFeatures imageFeatures(Tensor images) {
    Tensor input = images.channelsLast();
    return placement.compute(() -> new ImageFeatures(input, keyEncoder.apply(input)));
  }

  @Override
  public FrameEncoder open(int spatialFrames) {
    return new Frames();
  }

  @Override
  public FrameEncoder openForTraining(RandomGenerator random) {
    return new Frames();
  }

  @Override
  public void close() {
    placement.arena().close();
  }

  /** XMem encodes each frame by itself. */
  private final class Frames implements FrameEncoder {
    @Override
    public void setObjects(List<Integer> labels) {}

    @Override
    public EncodedFrame encode(ImageFeatures frame) {
      return new Frame(frame);
    }

    @Override
    public EncodedReference putReference(
        long number, ImageFeatures frame, Tensor masks, List<Integer> objects) {
      EncodedFrame encoded = encode(frame);
      return new EncodedReference(encoded, encoded.encodeValue(masks, null, false));
    }

    @Override
    public void removeReference(long number) {}

    @Override
    public void removeObject(int label) {}

    @Override
    public Map<String, Tensor> given() {
      return Map.of();
    }

    @Override
    public void take(Map<String, Tensor> given) {}

    @Override
    public void cut() {}

    @Override
    public void restart() {}

    @Override
    public void close() {}
  }

  private final class Frame extends KeyedFrame {
    private final ImageFeatures image;

    private Frame(ImageFeatures image) {
      super(placement, keyProjection, image.features().f16());
      this.image = image;
    }

    @Override
    public EncodedValue encodeValue(Tensor masks, @Nullable Tensor hidden, boolean deepUpdate) {
      return placement.compute(
          () -> valueEncoder.apply(image.image(), f16(), masks, hidden, deepUpdate));
    }

    @Override
    public EncodedFrame remember(
        Tensor masks, Tensor value, List<Integer> objects, Set<Integer> given) {
      return this;
    }

    @Override
    public DecodedFrame decode(
        @Nullable Tensor readout, @Nullable Tensor hidden, boolean updateSensory) {
      return placement.compute(
          () -> decoder.apply(image.features(), readout, hidden, updateSensory));
    }
  }
}
