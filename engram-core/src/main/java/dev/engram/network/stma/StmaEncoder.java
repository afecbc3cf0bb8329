package dev.engram.network.stma;

import dev.engram.memory.SpatialMemory;
import dev.engram.network.EncodedFrame;
import dev.engram.network.FrameEncoder;
import dev.engram.network.ImageFeatures;
import dev.engram.network.parts.KeyedFrame;
import dev.engram.nn.Attention.KeyValue;
import dev.engram.nn.Batches;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the frames of one video in association with its spatial memory. What frames meet there
 * depends on the memory alone, so that it is computed when memory changes, and a frame costs its
 * own tokens.
 */
final class StmaEncoder implements FrameEncoder {
  /** Numbers of references that other sessions left, before those of this one. */
  private static final long TAKEN = Long.MIN_VALUE;

  private final Stma network;
  private final int capacity;
  private final Association association;
  private final @Nullable RandomGenerator training;
  private final TensorArena arena = new TensorArena();
  private final SpatialMemory<ReferenceFrame> spatial;
  private final List<ReferenceFrame> clip = new ArrayList<>();
  private final List<Integer> objects = new ArrayList<>();
  private @Nullable List<KeyValue> context;
  private long taken;

  /**
   * @param spatialFrames that a frame is associated with
   * @param training for the choice of references in training; null for a session
   */
  StmaEncoder(Stma network, int spatialFrames, @Nullable RandomGenerator training) {
    this.network = network;
    this.training = training;
    association = new Association(network, spatialFrames);
    // without spatial memory, object features come from the frames that the usual one would have
    capacity = spatialFrames == 0 ? StmaOptions.SPATIAL_FRAMES_USUALLY : spatialFrames;
    spatial = new SpatialMemory<>(capacity, frame -> frame.freeIn(arena));
  }

  @Override
  public void setObjects(List<Integer> labels) {
    if (!objects.equals(labels)) {
      forgetContext();
      objects.clear();
      objects.addAll(labels);
    }
  }

  @Override
  public EncodedFrame encode(ImageFeatures frame) {
    return network.placement.compute(
        () -> {
          Tensor tokens = TokenMaps.tokens(frame.features().f16());
          List<ReferenceFrame> references = training == null ? spatial.frames() : drawn(training);
          Tensor associated;
          boolean nobody = !network.options.temporalMemory() && objects.isEmpty();
          if (references.isEmpty() || nobody) {
            associated = alone(tokens);
          } else if (association.canBeKept()) {
            associated = association.associate(tokens, contextOf(references));
          } else {
            associated = association.associateJointly(tokens, references);
          }
          return new Frame(frame, associated);
        });
  }

  /** A frame that there is nothing to associate with. */
  private Tensor alone(Tensor tokens) {
    Tensor passed = association.associate(tokens, List.of());
    boolean shared = network.options.temporalMemory() || objects.isEmpty();
    return shared ? passed : Batches.repeated(passed, passed.size(0) * objects.size());
  }

  /** Some of the clip's frames, at random, old to new (section 3.4). */
  private List<ReferenceFrame> drawn(RandomGenerator random) {
    List<ReferenceFrame> drawn = new ArrayList<>(clip);
    while (drawn.size() > capacity) {
      drawn.remove(random.nextInt(drawn.size()));
    }
    return drawn;
  }

  private List<KeyValue> contextOf(List<ReferenceFrame> references) {
    if (training != null) {
      return association.context(references, objects);
    }
    List<KeyValue> current = context;
    if (current == null) {
      try (TensorScope scope = TensorScope.open()) {
        // views would keep the queries beside them alive
        current =
            association.context(references, objects).stream()
                .map(part -> new KeyValue(part.key().contiguous(), part.value().contiguous()))
                .toList();
        current.forEach(
            part -> {
              arena.adopt(part.key());
              arena.adopt(part.value());
            });
      }
      context = current;
    }
    return current;
  }

  private void forgetContext() {
    if (context != null) {
      context.forEach(
          part -> {
            arena.release(part.key());
            arena.release(part.value());
          });
      context = null;
    }
  }

  @Override
  public EncodedReference putReference(
      long number, ImageFeatures frame, Tensor masks, List<Integer> covered) {
    forgetContext();
    return network.placement.compute(
        () -> {
          Tensor tokens = TokenMaps.tokens(frame.features().f16());
          boolean matched = network.options.temporalMemory();
          Frame alone =
              new Frame(frame, matched ? association.associate(tokens, List.of()) : tokens);
          EncodedFrame.EncodedValue value = alone.encodeValue(masks, null, false);
          ReferenceFrame reference =
              ReferenceFrame.of(network, frame, masks, value.value(), covered, Set.copyOf(covered));
          spatial.putReference(number, reference.in(arena), ObjectFeatures.shown(masks, covered));
          return new EncodedReference(alone.asReference(reference), value);
        });
  }

  @Override
  public void removeReference(long number) {
    forgetContext();
    spatial.removeReference(number);
  }

  @Override
  public void removeObject(int label) {
    forgetContext();
    spatial.removeObject(label);
    spatial.all().forEach(frame -> frame.forget(label));
  }

  @Override
  public Map<String, Tensor> given() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    List<ReferenceFrame> frames = spatial.firstReferences();
    for (int i = 0; i < frames.size(); i++) {
      frames.get(i).write(i, all);
    }
    return all;
  }

  @Override
  public void take(Map<String, Tensor> given) {
    forgetContext();
    try (TensorScope scope = TensorScope.open()) {
      List<ReferenceFrame> frames = new ArrayList<>();
      while (given.containsKey(frames.size() + ReferenceFrame.TOKENS)) {
        frames.add(ReferenceFrame.read(frames.size(), given, network));
      }
      for (ReferenceFrame frame : frames) {
        spatial.putReference(TAKEN + taken++, frame.in(arena), frame.objects());
      }
    }
  }

  @Override
  public void cut() {
    forgetContext();
    spatial.clearRecent();
  }

  @Override
  public void restart() {
    forgetContext();
    spatial.clearTemporary();
  }

  @Override
  public void close() {
    arena.close();
  }

  /** A frame as the blocks have associated it. */
  private final class Frame extends KeyedFrame {
    private final ImageFeatures image;

    Frame(ImageFeatures image, Tensor tokens) {
      super(
          network.placement,
          network.keyProjection,
          TokenMaps.mapLike(image.features().f16(), tokens));
      this.image = image;
    }

    /** The same image as the frame that memory keeps of it. */
    Frame asReference(ReferenceFrame reference) {
      return network.keyProjection == null
          ? this
          : new Frame(image, association.asReference(reference));
    }

    @Override
    public EncodedValue encodeValue(Tensor masks, @Nullable Tensor hidden, boolean deepUpdate) {
      // where each object has a pass of its own, new ones have had none
      Tensor seen = network.options.temporalMemory() ? f16() : image.features().f16();
      return network.placement.compute(
          () -> network.valueEncoder.apply(image.image(), seen, masks, null, false));
    }

    @Override
    public EncodedFrame remember(
        Tensor masks, Tensor value, List<Integer> labels, Set<Integer> given) {
      return network.placement.compute(
          () -> {
            ReferenceFrame own = ReferenceFrame.of(network, image, masks, value, labels, given);
            if (training == null) {
              forgetContext();
              List<Integer> shown = ObjectFeatures.shown(masks, labels);
              shown.retainAll(given);
              spatial.add(own.in(arena), shown);
            } else {
              clip.add(own);
            }
            return given.containsAll(labels) ? asReference(own) : this;
          });
    }

    @Override
    public DecodedFrame decode(
        @Nullable Tensor readout, @Nullable Tensor hidden, boolean updateSensory) {
      return network.placement.compute(
          () ->
              network.decoder.apply(
                  network.backbone.skips(image.features(), f16()), readout, null, false));
    }
  }
}
