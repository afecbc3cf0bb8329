package dev.engram.network.stma;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.network.FrameEncoder;
import dev.engram.network.ImageFeatures;
import dev.engram.network.SegmentationNetwork;
import dev.engram.network.parts.Decoder;
import dev.engram.network.parts.KeyProjection;
import dev.engram.network.parts.Placement;
import dev.engram.network.parts.ValueEncoder;
import dev.engram.network.parts.Widths;
import dev.engram.nn.CheckpointWeights;
import dev.engram.nn.PatchEmbedding;
import dev.engram.nn.TrainableWeights;
import dev.engram.nn.Weights;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * STMA: a vision transformer that associates objects, reference frames and the test frame in its
 * blocks; keys, values and decoder are XMem's. Depths and widths are read from the weights, so that
 * the paper's network and a tiny one are the same code.
 *
 * <p>What the paper leaves open is chosen as {@code docs/stma.md} says.
 */
public final class Stma implements SegmentationNetwork {
  /** What the names of its backbone's weights start with, before those of ConvMAE and MAE. */
  public static final String BACKBONE = Backbone.PREFIX;

  private static final int STRIDE = 16;
  private static final String MASKS = "mask_embed";

  final Backbone backbone;
  final StmaOptions options;
  final @Nullable ObjectFeatures objectFeatures;
  final @Nullable KeyProjection keyProjection;
  final ValueEncoder valueEncoder;
  final Decoder decoder;
  final @Nullable PatchEmbedding maskEmbedding;

  final Placement placement;

  private final Widths widths;
  private final String description;

  private Stma(Weights weights, StmaOptions options, long parameters, Placement placement) {
    this.options = options;
    this.placement = placement;
    widths = Widths.read(weights);
    backbone =
        ConvViT.isIn(weights)
            ? ConvViT.read(weights, options.heads())
            : PlainViT.read(weights, options.heads());
    int[] channels = backbone.channels();
    int width = channels[2];
    if (width % options.heads() != 0) {
      throw new EngramException(
          "heads is " + options.heads() + ", which does not divide the " + width + " channels.");
    }
    objectFeatures =
        options.objectFeatures() ? ObjectFeatures.read(weights, widths.value(), width) : null;
    keyProjection =
        options.temporalMemory() ? KeyProjection.read(weights, width, widths.key()) : null;
    maskEmbedding =
        options.temporalMemory() ? null : PatchEmbedding.read(weights, MASKS, width, 1, STRIDE);
    valueEncoder = ValueEncoder.read(weights, widths, width);
    decoder = Decoder.read(weights, widths, channels);
    description =
        String.format(
            Locale.ROOT,
            "STMA (%s, %.1f M parameters, key %d, value %d%s%s)",
            backbone.name(),
            parameters / 1e6,
            widths.key(),
            widths.value(),
            options.ablations(),
            placement.precision() == Precision.BF16 ? ", bf16" : "");
  }

  /** Whether a checkpoint is an STMA's, judged by the names of its entries. */
  public static boolean recognises(StateDict entries) {
    return entries.contains(ConvViT.FIRST) || entries.contains(PlainViT.FIRST);
  }

  /**
   * Loads the network; what its weights do not tell is read from the metadata.
   *
   * @param precision of convolutions and matrix products
   * @throws EngramException naming all entries that are missing, misshapen or too many
   */
  public static Stma load(StateDict entries, Device device, Precision precision) {
    TensorArena arena = new TensorArena();
    try {
      CheckpointWeights weights = new CheckpointWeights(entries, arena, device, precision);
      StmaOptions options = StmaOptions.of(entries);
      Placement placement = new Placement(arena, device, precision);
      Stma network = new Stma(weights, options, entries.parameterCount(), placement);
      weights.finish("STMA");
      return network;
    } catch (EngramException e) {
      arena.close();
      throw e.at(entries.source().map(Path::toString).orElse("checkpoint"));
    }
  }

  /**
   * Wires the network over parameters that are being trained; gradients flow into them. Cheap
   * enough to be done at every step.
   *
   * @param parameters by the names of a checkpoint; not owned, {@link #close} leaves them alone
   */
  public static Stma over(Map<String, Tensor> parameters, StmaOptions options, Device device) {
    return new Stma(new TrainableWeights(parameters), options, 0, Placement.forTraining(device));
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

  /** Frames of spatial memory that it was trained with. */
  public int spatialFrames() {
    return options.spatialFrames();
  }

  /** The paper mentions no sensory memory. */
  @Override
  public int hiddenChannels() {
    return 0;
  }

  @Override
  public boolean readsMemory() {
    return options.temporalMemory();
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
  public ImageFeatures imageFeatures(Tensor images) {
    Tensor input = images.channelsLast();
    return placement.compute(() -> new ImageFeatures(input, backbone.embed(input)));
  }

  @Override
  public FrameEncoder open(int spatialFrames) {
    if (spatialFrames == 0 && !options.temporalMemory()) {
      throw new EngramException(
          "spatial_frames is 0, but this model tells objects apart by its spatial memory alone."
              + " Give 1 or more.");
    }
    return new StmaEncoder(this, spatialFrames, null);
  }

  @Override
  public FrameEncoder openForTraining(RandomGenerator random) {
    return new StmaEncoder(this, options.spatialFrames(), random);
  }

  @Override
  public void close() {
    placement.arena().close();
  }
}
