package dev.engram.network.stma;

import dev.engram.common.EngramException;
import dev.engram.memory.SpatialMemory;
import dev.engram.network.EncodedFrame;
import dev.engram.network.FrameEncoder;
import dev.engram.network.ImageFeatures;
import dev.engram.network.parts.KeyProjection;
import dev.engram.nn.Attention.KeyValue;
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
  private final int spatialFrames;
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
    this.spatialFrames = spatialFrames;
    this.training = training;
    association = new Association(network, spatialFrames);
    spatial = new SpatialMemory<>(Math.max(1, spatialFrames), frame -> frame.freeIn(arena));
  }

  @Override
  public EncodedFrame encode(ImageFeatures frame) {
    return network.inPrecision(
        () -> {
          Tensor tokens = TokenMaps.tokens(frame.features().f16());
          List<ReferenceFrame> references = training == null ? spatial.frames() : drawn(training);
          Tensor associated;
          if (references.isEmpty()) {
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
    return shared ? passed : passed.expand(objects.size(), -1, -1);
  }

  /** Some of the clip's frames, at random, old to new (section 3.4). */
  private List<ReferenceFrame> drawn(RandomGenerator random) {
    List<ReferenceFrame> drawn = new ArrayList<>(clip);
    while (drawn.size() > Math.max(1, spatialFrames)) {
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
        current = association.context(references, objects);
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
    return network.inPrecision(
        () -> {
          Tensor tokens = TokenMaps.tokens(frame.features().f16());
          Frame alone = new Frame(frame, association.associate(tokens, List.of()));
          EncodedFrame.EncodedValue value = alone.encodeValue(masks, null, false);
          ReferenceFrame reference =
              ReferenceFrame.of(network, frame, masks, value.value(), covered, Set.copyOf(covered));
          spatial.putReference(number, reference.in(arena), covered);
          covered.stream().filter(label -> !objects.contains(label)).forEach(objects::add);
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
    objects.remove((Integer) label);
    spatial.removeObject(label);
    spatial.all().forEach(frame -> frame.forget(label));
  }

  @Override
  public Map<String, Tensor> given() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    for (ReferenceFrame frame : spatial.providers()) {
      frame.write(all.isEmpty() ? 0 : count(all), all);
    }
    return all;
  }

  @Override
  public void take(Map<String, Tensor> given) {
    forgetContext();
    try (TensorScope scope = TensorScope.open()) {
      for (int i = 0; i < count(given); i++) {
        ReferenceFrame frame = ReferenceFrame.read(i, given);
        spatial.putReference(TAKEN + taken++, frame.in(arena), frame.objects());
        frame.objects().stream().filter(label -> !objects.contains(label)).forEach(objects::add);
      }
    }
  }

  private static int count(Map<String, Tensor> given) {
    return (int)
        given.keySet().stream().filter(name -> name.endsWith(ReferenceFrame.TOKENS)).count();
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
  private final class Frame implements EncodedFrame {
    private final ImageFeatures image;
    private final Tensor f16;
    private @Nullable Tensor key;
    private @Nullable Tensor shrinkage;
    private @Nullable Tensor selection;

    Frame(ImageFeatures image, Tensor tokens) {
      this.image = image;
      Tensor map = image.features().f16();
      f16 = TokenMaps.map(tokens, map.size(2), map.size(3));
    }

    /** The same image as the frame that memory keeps of it. */
    Frame asReference(ReferenceFrame reference) {
      return network.keyProjection == null
          ? this
          : new Frame(image, association.asReference(reference));
    }

    private KeyProjection projection() {
      if (network.keyProjection == null) {
        throw new EngramException(
            "The model has no temporal memory, and so no keys to compare frames by. Take one that"
                + " has.");
      }
      return network.keyProjection;
    }

    @Override
    public Tensor key() {
      if (key == null) {
        key = network.inPrecision(() -> projection().key(f16));
      }
      return key;
    }

    @Override
    public Tensor shrinkage() {
      if (shrinkage == null) {
        shrinkage = network.inPrecision(() -> projection().shrinkage(f16));
      }
      return shrinkage;
    }

    @Override
    public Tensor selection() {
      if (selection == null) {
        selection = network.inPrecision(() -> projection().selection(f16));
      }
      return selection;
    }

    @Override
    public EncodedValue encodeValue(Tensor masks, @Nullable Tensor hidden, boolean deepUpdate) {
      // where each object has a pass of its own, new ones have had none
      Tensor seen = network.options.temporalMemory() ? f16 : image.features().f16();
      return network.inPrecision(
          () -> network.valueEncoder.apply(image.image(), seen, masks, null, false));
    }

    @Override
    public EncodedFrame remember(
        Tensor masks, Tensor value, List<Integer> labels, Set<Integer> given) {
      return network.inPrecision(
          () -> {
            ReferenceFrame own = ReferenceFrame.of(network, image, masks, value, labels, given);
            objects.clear();
            objects.addAll(labels);
            if (training == null) {
              forgetContext();
              spatial.add(own.in(arena), given);
            } else {
              clip.add(own);
            }
            return given.containsAll(labels) ? asReference(own) : this;
          });
    }

    @Override
    public DecodedFrame decode(
        @Nullable Tensor readout, @Nullable Tensor hidden, boolean updateSensory) {
      return network.inPrecision(
          () ->
              network.decoder.apply(
                  network.backbone.skips(image.features(), f16), readout, null, false));
    }
  }
}
