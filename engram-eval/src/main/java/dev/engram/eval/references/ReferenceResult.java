package dev.engram.eval.references;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One way through one video with some references.
 *
 * @param objects how many objects the video has
 * @param method how references were used or chosen
 * @param repeat counted from 0, for methods that are left to chance
 * @param references their frames, ascending
 * @param frames those that have a truth, ascending; at least one is no reference
 * @param secondsPerFrame the session's time, references included, by the frames of the video
 * @param permanentElements of permanent memory at the end
 * @param exact whether every reference came back bit for bit
 */
public record ReferenceResult(
    String video,
    int objects,
    String method,
    int repeat,
    List<Long> references,
    List<FrameQuality> frames,
    double secondsPerFrame,
    long permanentElements,
    boolean exact) {
  /** Copies the lists. */
  public ReferenceResult {
    references = List.copyOf(references);
    frames = List.copyOf(frames);
  }

  /** J, mean over the frames that are no references. */
  public double region() {
    return mean(false, FrameQuality::region);
  }

  /** F, mean over the frames that are no references. */
  public double contour() {
    return mean(false, FrameQuality::contour);
  }

  /** J, mean over all frames. */
  public double regionOfAll() {
    return mean(true, FrameQuality::region);
  }

  /** F, mean over all frames. */
  public double contourOfAll() {
    return mean(true, FrameQuality::contour);
  }

  private double mean(boolean all, ToDoubleFunction<FrameQuality> value) {
    return frames.stream()
        .filter(frame -> all || !frame.reference())
        .mapToDouble(value)
        .average()
        .orElseThrow();
  }
}
