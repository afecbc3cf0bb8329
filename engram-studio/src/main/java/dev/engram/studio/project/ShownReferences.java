package dev.engram.studio.project;

import dev.engram.mask.LabelMap;
import dev.engram.studio.mask.LatestUsed;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The masks of references as they were last read, and which objects they show. The state of a
 * project is told many times a second, and no file is read for it. Belongs to the workspace.
 */
final class ShownReferences {
  private static final int CACHED = 16;

  private final IntFunction<LabelMap> reader;
  private final Map<Integer, List<Integer>> labels = new HashMap<>();
  private final Map<Integer, LabelMap> masks = LatestUsed.map(CACHED);

  /**
   * @param reader reads the mask of a frame's reference
   */
  ShownReferences(IntFunction<LabelMap> reader) {
    this.reader = reader;
  }

  LabelMap mask(int frame) {
    LabelMap known = masks.get(frame);
    if (known == null) {
      known = reader.apply(frame);
      masks.put(frame, known);
    }
    return known;
  }

  List<Integer> labels(int frame) {
    List<Integer> known = labels.get(frame);
    if (known == null) {
      known = Arrays.stream(mask(frame).labels()).boxed().toList();
      labels.put(frame, known);
    }
    return known;
  }

  void forget(int frame) {
    masks.remove(frame);
    labels.remove(frame);
  }
}
