package dev.engram;

import dev.engram.memory.MemoryBank;
import dev.engram.network.EncodedFrame;
import dev.engram.network.FrameEncoder;
import dev.engram.network.FrameEncoder.EncodedReference;
import dev.engram.network.ImageFeatures;
import dev.engram.network.SegmentationNetwork;
import dev.engram.network.SoftAggregation;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The references of a session. They are brought into permanent memory when the next frame comes,
 * all labels known by then, so that the order in which they were put, replaced and removed leaves
 * no trace.
 */
final class References {
  private final SegmentationNetwork network;
  private final FrameEncoder encoder;
  private final MemoryBank memory;
  private final TreeMap<Long, Reference> byFrame = new TreeMap<>();

  /** References of earlier sessions; the one at place {@code i} has the number {@code -1 - i}. */
  private final List<MemoryFile.Stored> stored = new ArrayList<>();

  /** What permanent memory holds of each: the objects that its elements have values for. */
  private final Map<Long, List<Integer>> remembered = new HashMap<>();

  /** Frames whose references permanent memory and the encoder hold, current or not. */
  private final Set<Long> held = new TreeSet<>();

  /** Labels that only references have brought. */
  private final Set<Integer> own = new TreeSet<>();

  /** Labels that were taken away although references show them. */
  private final Set<Integer> dropped = new TreeSet<>();

  /** The session's objects when permanent memory was last brought up; null after any edit. */
  private @Nullable List<Integer> rememberedFor = List.of();

  References(SegmentationNetwork network, FrameEncoder encoder, MemoryBank memory) {
    this.network = network;
    this.encoder = encoder;
    this.memory = memory;
  }

  List<Long> frames() {
    return List.copyOf(byFrame.keySet());
  }

  @Nullable Reference at(long frame) {
    return byFrame.get(frame);
  }

  /** Refuses what is not of the frames' size, if that is known yet. */
  void put(Reference reference, @Nullable FrameGeometry g) {
    if (g != null) {
      g.requireSize(reference.frame());
    }
    byFrame.put(reference.frame().index(), reference);
    remembered.remove(reference.frame().index());
    Arrays.stream(reference.mask().labels()).forEach(dropped::remove);
    rememberedFor = null;
  }

  void add(List<MemoryFile.Stored> references) {
    stored.addAll(references);
    rememberedFor = null;
  }

  void remove(long frame) {
    byFrame.remove(frame);
    rememberedFor = null;
  }

  /** An object that references no longer speak of. */
  void drop(int label) {
    dropped.add(label);
    own.remove(label);
    rememberedFor = null;
  }

  /** The objects of all references, by the first that shows them, then by label. */
  private List<Integer> labels() {
    Set<Integer> labels = new LinkedHashSet<>();
    stored.forEach(reference -> labels.addAll(reference.labels()));
    for (Reference reference : byFrame.values()) {
      Arrays.stream(reference.mask().labels()).forEach(labels::add);
    }
    labels.removeAll(dropped);
    return List.copyOf(labels);
  }

  /** Objects that no reference shows any more. */
  List<Integer> gone() {
    List<Integer> labels = labels();
    return own.stream().filter(label -> !labels.contains(label)).toList();
  }

  /** Refuses frames of another size than those of the references. */
  void requireSize(FrameGeometry g) {
    byFrame.values().forEach(reference -> g.requireSize(reference.frame()));
  }

  /** Objects that the session does not know yet. */
  List<Integer> fresh(List<Integer> objects) {
    List<Integer> fresh = new ArrayList<>(labels());
    fresh.removeAll(objects);
    own.addAll(fresh);
    return fresh;
  }

  /** Memory has forgotten everything. */
  void forgotten() {
    held.forEach(encoder::removeReference);
    held.clear();
    remembered.clear();
    rememberedFor = null;
  }

  /**
   * Whether permanent memory is as {@link #remember} would leave it, as on most frames.
   *
   * @param objects all of the session
   */
  boolean areRemembered(List<Integer> objects) {
    return objects.equals(rememberedFor);
  }

  /**
   * Brings permanent memory to what the references say.
   *
   * @param objects all of the session
   */
  void remember(FrameGeometry g, List<Integer> objects) {
    if (!byFrame.isEmpty() || !stored.isEmpty()) {
      int elements = g.gridHeight() * g.gridWidth();
      long count = network.readsMemory() ? byFrame.size() + stored.size() : 0;
      memory.prepare(elements, network.keyChannels(), count * elements);
      // in the session's order, whichever of them each reference covers
      memory.addObjects(objects);
    }
    for (long frame : List.copyOf(held)) {
      if (!byFrame.containsKey(frame)) {
        memory.removeReference(frame);
        encoder.removeReference(frame);
        remembered.remove(frame);
        held.remove(frame);
      }
    }
    for (int i = 0; i < stored.size(); i++) {
      long number = -1L - i;
      if (remembered.put(number, List.of()) == null) {
        stored.get(i).putInto(memory, number, dropped);
      }
    }
    byFrame.forEach(
        (frame, reference) -> {
          List<Integer> covered = reference.covered(objects);
          if (!covered.equals(remembered.get(frame))) {
            encode(g, frame, reference, covered);
            remembered.put(frame, covered);
          }
        });
    rememberedFor = List.copyOf(objects);
  }

  private void encode(FrameGeometry g, long frame, Reference reference, List<Integer> covered) {
    try (TensorScope scope = TensorScope.open()) {
      ImageFeatures features = network.imageFeatures(g.image(reference.frame()));
      Tensor all = SoftAggregation.aggregate(g.masks(reference.mask(), covered));
      Tensor masks = all.narrow(0, 1, covered.size()).unsqueeze(1);
      held.add(frame);
      EncodedReference encoded = encoder.putReference(frame, features, masks, covered);
      EncodedFrame kept = encoded.frame();
      if (network.readsMemory()) {
        memory.putReference(frame, kept.key(), kept.shrinkage(), encoded.value().value(), covered);
      }
    }
  }
}
