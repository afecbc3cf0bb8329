package dev.engram;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.memory.MemoryBank;
import dev.engram.memory.SensoryMemory;
import dev.engram.network.EncodedFrame;
import dev.engram.network.EncodedFrame.DecodedFrame;
import dev.engram.network.EncodedFrame.EncodedValue;
import dev.engram.network.FrameEncoder;
import dev.engram.network.SegmentationNetwork;
import dev.engram.network.SoftAggregation;
import dev.engram.suggest.FrameKeys;
import dev.engram.suggest.Uncertainty;
import dev.engram.tensor.FreeRoom;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.video.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The session of one video: frames in, masks out, for as long as frames come.
 *
 * <p>Give the frames in order; with the first mask the session begins to segment. A later mask adds
 * the objects that are new in it and leaves the others as predicted, a correction is taken as it is
 * and remembered (XMem). References are known to all frames, before and after them: put them in
 * first, then give the frames in any direction (XMem++). Memory is bounded whatever the length of
 * the video. A session belongs to one thread.
 *
 * <pre>{@code
 * try (VideoSegmenter session = engram.open(engram.defaultOptions())) {
 *   LabelMap first = session.step(frame0, mask0);
 *   LabelMap second = session.step(frame1);
 * }
 * }</pre>
 */
public final class VideoSegmenter implements AutoCloseable {
  private final SegmentationNetwork network;
  private final String model;
  private final SegmenterOptions options;
  private final FrameEncoder encoder;
  private final TensorArena arena = new TensorArena();
  private final MemoryBank memory;
  private final SensoryMemory sensory;
  private final References references;
  private final List<Integer> objects = new ArrayList<>();

  private @Nullable FrameGeometry geometry;
  private @Nullable Tensor probabilities;
  private @Nullable KeyKeeping keeping;

  /** The objects of {@link #probabilities}, which may have been removed since. */
  private List<Integer> segmented = List.of();

  private boolean memorising = true;
  private long time;
  private long lastMemoryFrame;
  private long lastDeepUpdate;

  /**
   * @param model checksum of the weights
   */
  VideoSegmenter(SegmentationNetwork network, String model, SegmenterOptions options) {
    this.network = network;
    this.model = model;
    this.options = options;
    encoder = network.open(options.spatialFrames());
    memory =
        new MemoryBank(
            arena,
            network.device(),
            options.memory(),
            network.valueChannels(),
            network.precision());
    sensory = new SensoryMemory(arena, network.device(), network.hiddenChannels());
    references = new References(network, encoder, memory);
    startClock();
  }

  private void startClock() {
    time = -1;
    lastMemoryFrame = 0;
    lastDeepUpdate = -options.deepUpdateEvery();
  }

  /** Labels of the objects that are being segmented, in the order in which they came. */
  public List<Integer> objects() {
    return List.copyOf(objects);
  }

  /** Elements of working memory in use; a frame has one per 16 x 16 pixels. */
  public long workingElements() {
    return memory.workingElements();
  }

  /** Elements of permanent memory, as of the last frame. */
  public long permanentElements() {
    return memory.permanentElements();
  }

  /** Elements of long-term memory in use. */
  public long longTermElements() {
    return memory.longTermElements();
  }

  /** Indices of the frames of all references, ascending. */
  public List<Long> references() {
    return references.frames();
  }

  /**
   * Puts a reference into permanent memory, or replaces the one of its frame. It takes effect with
   * the next frame; the order of such calls leaves no trace.
   *
   * @throws EngramException if its frame has another size
   */
  public void putReference(Reference reference) {
    references.put(reference, geometry);
  }

  /**
   * Takes a reference away, and with the last that shows it, an object. Takes effect with the next
   * frame; frames that are none are ignored.
   */
  public void removeReference(long frameIndex) {
    references.remove(frameIndex);
  }

  /**
   * Saves what the model sees in the references to a {@code .safetensors} file, which another
   * session, of this video or of another one, can read too.
   *
   * @throws EngramException if no reference has been seen yet, or the file cannot be written
   */
  public void saveMemory(Path file) {
    requireMemory(file);
    MemoryFile.requireWritable(file);
    try (TensorScope scope = TensorScope.open()) {
      MemoryFile.write(file, memory, encoder.given(), model);
    }
  }

  /**
   * Adds the references of another session to those of this one, their objects too. Takes effect
   * with the next frame.
   *
   * @throws EngramException if the file holds no memory, or that of another model
   */
  public void loadMemory(Path file) {
    requireMemory(file);
    MemoryFile.Contents contents =
        MemoryFile.read(file, model, network.keyChannels(), network.valueChannels());
    try (TensorScope scope = TensorScope.open()) {
      encoder.take(contents.spatialTensors());
    } catch (EngramException e) {
      throw e.at(file.toString());
    }
    references.add(contents.references());
  }

  /** Refuses a file of memory, by its name, for a model that has none. */
  void requireMemory(Path file) {
    if (!network.readsMemory()) {
      throw new EngramException(
          file + ": the model has no temporal memory to save or load. Take one that has.");
    }
  }

  /**
   * Whether frames are memorised from now on; they are at first. Without it memory is read and
   * stays as it is, but for the sensory memory, references, and frames that bring new objects.
   */
  public void setMemorising(boolean wanted) {
    memorising = wanted;
  }

  /**
   * From now on keeps of each frame what suggestions need (XMem++, section 3.3): its key, shrinkage
   * and selection, and the masks that the session gives it, which are the true ones for references
   * and corrections. A frame that is there already gets the new masks. Rows of the masks are {@link
   * #objects()} as of that frame; frames before the first mask are left out.
   *
   * @param keys stays the caller's, and open as long as frames come; another model or size of
   *     frames needs another one. Of a model without temporal memory nothing is kept, as it has no
   *     keys
   */
  public void keepKeys(FrameKeys keys) {
    keeping = network.readsMemory() ? new KeyKeeping(keys) : null;
  }

  /**
   * Tells that the next frame does not follow the last: forgets sensory and working memory.
   * References and long-term memory stay.
   */
  public void cut() {
    memory.clearWorking();
    encoder.cut();
    forgetSenses();
  }

  /** Starts anew, at any frame and in any direction, with nothing but the references. */
  public void restart() {
    memory.clearTemporary();
    encoder.restart();
    forgetSenses();
    startClock();
  }

  private void forgetSenses() {
    if (sensory.hidden() != null) {
      try (TensorScope scope = TensorScope.open()) {
        sensory.update(sensory.hidden().mul(0));
      }
    }
  }

  /**
   * Segments the next frame.
   *
   * @return labels at the frame's own size; nothing but background before the first mask; for the
   *     frame of a reference, what its mask says, bit for bit
   * @throws EngramException if the frame has another size than those before it, or memory runs out
   */
  public LabelMap step(Frame frame) {
    return run(frame, null, false);
  }

  /**
   * Segments the next frame with the help of a mask.
   *
   * @param mask at the frame's own size. Objects that are new in it come back bit for bit; labels
   *     that are known already are ignored, their objects are segmented as in any frame
   * @return labels at the frame's own size
   * @throws EngramException as {@link #step(Frame)}, and if the mask has another size, or is the
   *     first and has no object
   */
  public LabelMap step(Frame frame, LabelMap mask) {
    requireFit(frame, mask);
    return run(frame, mask, false);
  }

  /**
   * Takes a mask as the whole truth of the next frame, which is memorised: an object that it lacks
   * is not in the frame, and one that is new in it is added.
   *
   * @param mask at the frame's own size
   * @return the mask
   * @throws EngramException as {@link #step(Frame, LabelMap)}
   */
  public LabelMap correct(Frame frame, LabelMap mask) {
    requireFit(frame, mask);
    return run(frame, mask, true);
  }

  private void requireFit(Frame frame, LabelMap mask) {
    Reference.requireSameSize(frame, mask);
    if (objects.isEmpty() && mask.labels().length == 0) {
      throw new EngramException(
          frame.place()
              + ": the mask has no object. Mark at least one pixel with a label above 0.");
    }
  }

  /**
   * Forgets an object; the pixels it would have had go to the others and the background. Labels
   * that are not segmented are ignored.
   */
  public void removeObject(int label) {
    int index = objects.indexOf(label);
    if (index < 0) {
      return;
    }
    objects.remove(index);
    references.drop(label);
    memory.removeObject(label);
    encoder.removeObject(label);
    sensory.removeObject(index);
    encoder.setObjects(objects);
    if (objects.isEmpty()) {
      references.forgotten();
      encoder.restart();
      startClock();
    }
  }

  /**
   * The distribution over background and objects behind the last frame's labels, at its own size.
   *
   * @throws IllegalStateException if the last frame had no object to segment
   */
  public Probabilities probabilities() {
    FrameGeometry g = geometry;
    Tensor planes = probabilities;
    if (g == null || planes == null) {
      throw new IllegalStateException("the last frame had no object to segment");
    }
    int count = (int) planes.size(0);
    int pixels = g.width() * g.height();
    float[] values = new float[Math.multiplyExact(count, pixels)];
    for (int plane = 0; plane < count; plane++) {
      try (TensorScope scope = TensorScope.open()) {
        float[] own = g.outward(planes, plane).toFloats();
        System.arraycopy(own, 0, values, plane * pixels, pixels);
      }
    }
    return new Probabilities(segmented, g.width(), g.height(), values);
  }

  /**
   * How sure the model is of the last frame's masks, as {@link Uncertainty} tells it.
   *
   * @return 0 (every pixel of the objects could as well be background) to 1; 1 too if no object is
   *     there
   */
  public double confidence() {
    Tensor planes = probabilities;
    if (planes == null) {
      return 1;
    }
    try (TensorScope scope = TensorScope.open()) {
      return 1 - Uncertainty.of(planes.narrow(0, 1, planes.size(0) - 1).unsqueeze(1));
    }
  }

  private LabelMap run(Frame frame, @Nullable LabelMap mask, boolean whole) {
    FreeRoom.beforeFrame();
    FrameGeometry g = geometryFor(frame);
    try {
      remember(g);
      Reference reference = mask == null ? references.at(frame.index()) : null;
      List<Integer> fresh = mask == null ? List.of() : missing(mask);
      if (objects.isEmpty() && fresh.isEmpty()) {
        forgetProbabilities();
        return LabelMap.empty(g.width(), g.height());
      }
      time++;
      try (TensorScope scope = TensorScope.open()) {
        EncodedFrame encoded = encoder.encode(network.imageFeatures(g.image(frame)));
        LabelMap labels;
        if (reference != null) {
          labels = follow(g, encoded, reference);
        } else {
          labels =
              whole && mask != null
                  ? take(g, encoded, mask, fresh)
                  : segment(g, encoded, mask, fresh);
        }
        if (keeping != null && probabilities != null) {
          keeping.keep(frame.index(), g, encoded, probabilities);
        }
        return labels;
      }
    } catch (RuntimeException e) {
      throw MemoryShortage.explained(e, frame, g, objects.size());
    }
  }

  private List<Integer> missing(LabelMap mask) {
    return Arrays.stream(mask.labels()).filter(label -> !objects.contains(label)).boxed().toList();
  }

  private void remember(FrameGeometry g) {
    if (references.areRemembered(objects)) {
      return;
    }
    references.gone().forEach(this::removeObject);
    addObjects(g, references.fresh(objects));
    references.remember(g, objects);
  }

  private void addObjects(FrameGeometry g, List<Integer> fresh) {
    objects.addAll(fresh);
    sensory.addObjects(fresh.size(), g.gridHeight(), g.gridWidth());
    encoder.setObjects(objects);
  }

  /** The frame of a reference, which memory holds already. */
  private LabelMap follow(FrameGeometry g, EncodedFrame encoded, Reference reference) {
    List<Integer> given = reference.covered(objects);
    List<Integer> others = objects.stream().filter(label -> !given.contains(label)).toList();
    Tensor all;
    LabelMap labels = reference.mask().only(Set.copyOf(objects));
    if (others.isEmpty()) {
      all = SoftAggregation.aggregate(g.masks(labels, objects));
    } else {
      Tensor predicted = decode(encoded, false);
      all = SoftAggregation.aggregate(Labelling.joined(g, predicted, objects, reference));
      labels = labels.only(Set.copyOf(given)).over(Labelling.of(g, g.unpad(all), objects, others));
    }
    keepProbabilities(g.unpad(all));
    memorise(encoded, all, isDeepUpdate(true), false, given);
    return labels;
  }

  private LabelMap take(FrameGeometry g, EncodedFrame encoded, LabelMap mask, List<Integer> fresh) {
    addObjects(g, fresh);
    Tensor all = SoftAggregation.aggregate(g.masks(mask, objects));
    keepProbabilities(g.unpad(all));
    memorise(encoded, all, isDeepUpdate(true), memorising || !fresh.isEmpty(), objects);
    return mask;
  }

  /** Aggregated planes of the objects that memory knows: [1 + objects, H, W]. */
  private Tensor decode(EncodedFrame encoded, boolean normalUpdate) {
    Tensor readout = network.readsMemory() ? memory.read(encoded.key(), encoded.selection()) : null;
    DecodedFrame decoded = encoded.decode(readout, sensory.hidden(), normalUpdate);
    sensory.update(decoded.hidden());
    return SoftAggregation.aggregate(decoded.logits().sigmoid().squeeze(1));
  }

  private boolean isDeepUpdate(boolean memorise) {
    return options.deepUpdateEvery() < 0
        ? memorise
        : time - lastDeepUpdate >= options.deepUpdateEvery();
  }

  private LabelMap segment(
      FrameGeometry g, EncodedFrame encoded, @Nullable LabelMap mask, List<Integer> fresh) {
    boolean memorise = !fresh.isEmpty() || time - lastMemoryFrame >= options.memEvery();
    boolean deepUpdate = isDeepUpdate(memorise);
    boolean normalUpdate = options.deepUpdateEvery() > 0 || !deepUpdate;

    List<Integer> known = List.copyOf(objects);
    Tensor all = known.isEmpty() ? null : decode(encoded, normalUpdate);
    if (!fresh.isEmpty() && mask != null) {
      Tensor given = g.masks(mask, fresh);
      all = SoftAggregation.aggregate(all == null ? given : Labelling.joined(all, given));
      addObjects(g, fresh);
    }
    if (all == null) {
      throw new IllegalStateException("neither objects nor a mask");
    }
    keepProbabilities(g.unpad(all));
    if (memorise) {
      memorise(encoded, all, deepUpdate, memorising || !fresh.isEmpty(), fresh);
    }
    LabelMap labels = Labelling.of(g, g.unpad(all), known, known);
    return mask == null || fresh.isEmpty() ? labels : mask.only(Set.copyOf(fresh)).over(labels);
  }

  private void memorise(
      EncodedFrame encoded, Tensor all, boolean update, boolean add, List<Integer> given) {
    boolean deepUpdate = update && network.hiddenChannels() > 0;
    if (add || deepUpdate) {
      Tensor masks = all.narrow(0, 1, objects.size()).unsqueeze(1);
      EncodedValue encodedValue = encoded.encodeValue(masks, sensory.hidden(), deepUpdate);
      if (add) {
        Tensor value = encodedValue.value();
        EncodedFrame kept = encoded.remember(masks, value, List.copyOf(objects), Set.copyOf(given));
        if (network.readsMemory()) {
          memory.add(kept.key(), kept.shrinkage(), kept.selection(), value, objects);
        }
      }
      if (deepUpdate) {
        sensory.update(encodedValue.hidden());
        lastDeepUpdate = time;
      }
    }
    lastMemoryFrame = time == 0 ? -options.memOffset() : time;
  }

  private void keepProbabilities(Tensor planes) {
    probabilities = arena.keep(probabilities, planes);
    segmented = List.copyOf(objects);
  }

  private void forgetProbabilities() {
    if (probabilities != null) {
      arena.release(probabilities);
      probabilities = null;
    }
  }

  private FrameGeometry geometryFor(Frame frame) {
    FrameGeometry g = geometry;
    if (g == null) {
      g =
          new FrameGeometry(
              frame.width(), frame.height(), options, network.stride(), network.device());
      references.requireSize(g);
      geometry = g;
    }
    g.requireSize(frame);
    return g;
  }

  /** Frees the session's memory; the model stays. */
  @Override
  public void close() {
    encoder.close();
    arena.close();
  }
}
