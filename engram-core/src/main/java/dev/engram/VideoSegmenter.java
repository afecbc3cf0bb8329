package dev.engram;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.memory.MemoryBank;
import dev.engram.memory.SensoryMemory;
import dev.engram.network.EncodedFrame;
import dev.engram.network.EncodedFrame.DecodedFrame;
import dev.engram.network.EncodedFrame.EncodedValue;
import dev.engram.network.SegmentationNetwork;
import dev.engram.network.SoftAggregation;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.video.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The session of one video: frames in, masks out, for as long as frames come.
 *
 * <p>Give the frames in order; with the first mask the session begins to segment. A later mask adds
 * the objects that are new in it and leaves the others as predicted, a correction is taken as it is
 * and remembered. Memory is bounded whatever the length of the video. A session belongs to one
 * thread.
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
  private final SegmenterOptions options;
  private final TensorArena arena = new TensorArena();
  private final MemoryBank memory;
  private final SensoryMemory sensory;
  private final List<Integer> objects = new ArrayList<>();

  private @Nullable FrameGeometry geometry;
  private @Nullable Tensor probabilities;

  /** The objects of {@link #probabilities}, which may have been removed since. */
  private List<Integer> segmented = List.of();

  private long time;
  private long lastMemoryFrame;
  private long lastDeepUpdate;

  VideoSegmenter(SegmentationNetwork network, SegmenterOptions options) {
    this.network = network;
    this.options = options;
    memory =
        new MemoryBank(
            arena,
            network.device(),
            options.memory(),
            network.valueChannels(),
            network.precision());
    sensory = new SensoryMemory(arena, network.device(), network.hiddenChannels());
    restart();
  }

  private void restart() {
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

  /** Elements of long-term memory in use. */
  public long longTermElements() {
    return memory.longTermElements();
  }

  /**
   * Segments the next frame.
   *
   * @return labels at the frame's own size; nothing but background before the first mask
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
    if (mask.width() != frame.width() || mask.height() != frame.height()) {
      throw new EngramException(
          String.format(
              "%s: the mask is %dx%d, but the frame is %dx%d. Give a mask of the frame's size.",
              frame.place(), mask.width(), mask.height(), frame.width(), frame.height()));
    }
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
    memory.removeObject(label);
    sensory.removeObject(index);
    if (objects.isEmpty()) {
      restart();
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

  private LabelMap run(Frame frame, @Nullable LabelMap mask, boolean whole) {
    FrameGeometry g = geometryFor(frame);
    List<Integer> fresh = new ArrayList<>();
    if (mask != null) {
      Arrays.stream(mask.labels()).filter(label -> !objects.contains(label)).forEach(fresh::add);
    }
    if (objects.isEmpty() && fresh.isEmpty()) {
      forgetProbabilities();
      return LabelMap.of(g.width(), g.height(), new int[g.width() * g.height()]);
    }
    time++;
    try (TensorScope scope = TensorScope.open()) {
      return whole && mask != null ? take(g, frame, mask, fresh) : segment(g, frame, mask, fresh);
    } catch (RuntimeException e) {
      throw outOfMemory(e) ? tooLarge(g, frame, e) : e;
    }
  }

  private LabelMap take(FrameGeometry g, Frame frame, LabelMap mask, List<Integer> fresh) {
    EncodedFrame encoded = network.encodeKey(g.image(frame));
    objects.addAll(fresh);
    sensory.addObjects(fresh.size(), encoded.key().size(2), encoded.key().size(3));
    Tensor all = SoftAggregation.aggregate(g.masks(mask, objects));
    keepProbabilities(g.unpad(all));
    memorise(encoded, all, isDeepUpdate(true));
    return mask;
  }

  private boolean isDeepUpdate(boolean memorise) {
    return options.deepUpdateEvery() < 0
        ? memorise
        : time - lastDeepUpdate >= options.deepUpdateEvery();
  }

  private LabelMap segment(
      FrameGeometry g, Frame frame, @Nullable LabelMap mask, List<Integer> fresh) {
    boolean memorise = !fresh.isEmpty() || time - lastMemoryFrame >= options.memEvery();
    boolean deepUpdate = isDeepUpdate(memorise);
    boolean normalUpdate = options.deepUpdateEvery() > 0 || !deepUpdate;

    EncodedFrame encoded = network.encodeKey(g.image(frame));
    List<Integer> known = List.copyOf(objects);
    Tensor all = null;
    if (!known.isEmpty()) {
      Tensor readout = memory.read(encoded.key(), encoded.selection());
      DecodedFrame decoded = encoded.decode(readout, sensory.hidden(), normalUpdate);
      all = SoftAggregation.aggregate(decoded.logits().sigmoid().squeeze(1));
      sensory.update(decoded.hidden());
    }
    if (!fresh.isEmpty() && mask != null) {
      Tensor given = g.masks(mask, fresh);
      all = SoftAggregation.aggregate(all == null ? given : Labelling.joined(all, given));
      objects.addAll(fresh);
      Tensor key = encoded.key();
      sensory.addObjects(fresh.size(), key.size(2), key.size(3));
    }
    if (all == null) {
      throw new IllegalStateException("neither objects nor a mask");
    }
    keepProbabilities(g.unpad(all));
    if (memorise) {
      memorise(encoded, all, deepUpdate);
    }
    LabelMap labels = Labelling.of(g, g.unpad(all), known);
    return mask == null || fresh.isEmpty() ? labels : Labelling.withGiven(labels, mask, fresh);
  }

  private void memorise(EncodedFrame encoded, Tensor all, boolean deepUpdate) {
    Tensor masks = all.narrow(0, 1, objects.size()).unsqueeze(1);
    EncodedValue encodedValue = encoded.encodeValue(masks, sensory.hidden(), deepUpdate);
    memory.add(
        encoded.key(), encoded.shrinkage(), encoded.selection(), encodedValue.value(), objects);
    lastMemoryFrame = time == 0 ? -options.memOffset() : time;
    if (deepUpdate) {
      sensory.update(encodedValue.hidden());
      lastDeepUpdate = time;
    }
  }

  private void keepProbabilities(Tensor planes) {
    Tensor next = arena.adopt(planes.copy());
    forgetProbabilities();
    probabilities = next;
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
      geometry = g;
    } else if (frame.width() != g.width() || frame.height() != g.height()) {
      throw new EngramException(
          String.format(
              "%s: %dx%d, but the frames before it are %dx%d. Bring all frames to one size.",
              frame.place(), frame.width(), frame.height(), g.width(), g.height()));
    }
    return g;
  }

  private static boolean outOfMemory(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("can't allocate memory") || message.contains("out of memory");
  }

  private EngramException tooLarge(FrameGeometry g, Frame frame, RuntimeException cause) {
    return new EngramException(
        String.format(
            "%s: memory ran out at %dx%d with %d objects. Give a smaller --size.",
            frame.place(), g.innerWidth(), g.innerHeight(), objects.size()),
        cause);
  }

  /** Frees the session's memory; the model stays. */
  @Override
  public void close() {
    arena.close();
  }
}
