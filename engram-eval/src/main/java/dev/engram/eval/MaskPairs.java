package dev.engram.eval;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import java.nio.file.Path;
import java.util.List;

/** A video's true masks with the results for the same frames. */
final class MaskPairs {
  private static final int MERGED = 1;

  private final Protocol protocol;
  private final MaskSource truth;
  private final MaskSource predicted;

  MaskPairs(Protocol protocol, MaskSource truth, MaskSource predicted) {
    this.protocol = protocol;
    this.truth = truth;
    this.predicted = predicted;
  }

  /**
   * A frame as it is scored: void pixels are background in both.
   *
   * @param voidless the truth
   * @param result of the same size
   */
  record Pair(LabelMap voidless, LabelMap result) {}

  /**
   * Names of the frames that have a truth, in order.
   *
   * @throws EngramException if one of the folders is missing or holds no mask
   */
  List<String> frames() {
    List<String> frames = truth.frames();
    predicted.frames();
    return frames;
  }

  /** A frame's true mask, with void pixels, merged if the protocol says so. */
  LabelMap truth(String frame) {
    return prepared(truth.read(frame).orElseThrow());
  }

  /** A frame's true mask without void pixels, as it is given to a system. */
  LabelMap withoutVoid(String frame) {
    LabelMap map = truth(frame);
    return withoutVoid(map, map);
  }

  Path predictedFile(String frame) {
    return predicted.file(frame);
  }

  /**
   * @param map the frame's {@link #truth}
   * @throws EngramException if the result is missing or has another size
   */
  Pair pair(String frame, LabelMap map) {
    LabelMap result =
        predicted
            .read(frame)
            .orElseThrow(
                () ->
                    new EngramException(
                        predicted.file(frame)
                            + ": is missing. Give a mask for every frame of the truth."));
    if (result.width() != map.width() || result.height() != map.height()) {
      throw new EngramException(
          String.format(
              "%s: %dx%d, but the truth is %dx%d. Give masks of the truth's size.",
              predicted.file(frame), result.width(), result.height(), map.width(), map.height()));
    }
    return new Pair(withoutVoid(map, map), withoutVoid(prepared(result), map));
  }

  private LabelMap prepared(LabelMap map) {
    if (!protocol.merged()) {
      return map;
    }
    int[] labels = map.toArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = labels[i] == 0 ? 0 : MERGED;
    }
    return LabelMap.of(map.width(), map.height(), labels);
  }

  private LabelMap withoutVoid(LabelMap map, LabelMap truthMap) {
    if (protocol.voidLabel() < 0 || truthMap.area(protocol.voidLabel()) == 0) {
      return map;
    }
    int[] labels = map.toArray();
    int[] truths = truthMap.toArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = truths[i] == protocol.voidLabel() ? 0 : labels[i];
    }
    return LabelMap.of(map.width(), map.height(), labels);
  }
}
