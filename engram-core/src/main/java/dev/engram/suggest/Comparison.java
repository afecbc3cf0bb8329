package dev.engram.suggest;

import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compares frames of a store; those that it used last stay ready. */
final class Comparison implements AutoCloseable {
  /** Each takes 1.7 MB at 480p. */
  private static final int READY = 32;

  private final FrameKeys keys;
  private final SuggestionOptions options;
  private final Device device;
  private final TensorArena arena = new TensorArena();
  private final Map<Integer, FrameSides> ready = new LinkedHashMap<>(READY, 0.75f, true);

  Comparison(FrameKeys keys, SuggestionOptions options, Device device) {
    this.keys = keys;
    this.options = options;
    this.device = device;
  }

  /**
   * D(reference, frame).
   *
   * @throws EngramException if it is no number, as where weights have gone astray
   */
  double dissimilarity(int reference, int frame) {
    FrameSides a = sides(reference);
    double dissimilarity = Dissimilarity.of(a, sides(frame));
    if (!Double.isFinite(dissimilarity)) {
      throw new EngramException(
          "frames "
              + reference
              + " and "
              + frame
              + ": their keys or masks are not finite numbers. Segment with another model.");
    }
    return dissimilarity;
  }

  /** What D(reference, frame) is not above; finite. */
  double atMost(int reference, int frame) {
    FrameSides a = sides(reference);
    return Dissimilarity.atMost(a, sides(frame));
  }

  private FrameSides sides(int frame) {
    FrameSides sides = ready.get(frame);
    if (sides == null) {
      if (ready.size() == READY) {
        release(ready.keySet().iterator().next());
      }
      sides = read(frame);
      ready.put(frame, sides);
    }
    return sides;
  }

  private void release(int frame) {
    FrameSides sides = ready.remove(frame);
    if (sides != null) {
      arena.release(sides.memory());
      arena.release(sides.query());
      arena.release(sides.gram());
    }
  }

  private FrameSides read(int frame) {
    try (TensorScope scope = TensorScope.open()) {
      FrameSides sides = FrameSides.of(keys.read(frame), options, device);
      arena.adopt(sides.memory());
      arena.adopt(sides.query());
      arena.adopt(sides.gram());
      return sides;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
