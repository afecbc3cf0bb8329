package dev.engram.studio.work;

import dev.engram.FrameRange;
import dev.engram.Propagation;
import dev.engram.common.EngramException;
import java.util.List;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * What to propagate.
 *
 * @param from the frame to start at; left out of account going outward
 * @param direction outward reaches every frame from its nearest reference
 * @param untilReference whether to stop before the next reference
 * @param to the last frame; null for the end, or the beginning
 */
public record PropagationRequest(
    int from, Propagation direction, boolean untilReference, @Nullable Integer to) {

  /**
   * The passes that do it, over frames that are there.
   *
   * @param references frames with a reference, at least one
   * @param frames how many the video has
   * @throws EngramException if the last frame lies on the other side of the first
   */
  List<Propagation.Pass> passes(NavigableSet<Long> references, int frames) {
    return switch (direction) {
      case OUTWARD -> Propagation.OUTWARD.passes(references, new FrameRange(0, frames - 1));
      case FORWARD -> List.of(new Propagation.Pass(from, end(references, frames), false));
      case BACKWARD -> List.of(new Propagation.Pass(from, end(references, frames), false));
    };
  }

  private long end(NavigableSet<Long> references, int frames) {
    boolean forward = direction == Propagation.FORWARD;
    long last = to != null ? to : forward ? frames - 1 : 0;
    if (forward ? last < from : last > from) {
      throw new EngramException(
          "frame " + last + ": lies on the other side of frame " + from + ". Turn it round.");
    }
    Long reference =
        !untilReference
            ? null
            : forward ? references.higher((long) from) : references.lower((long) from);
    if (reference == null) {
      return last;
    }
    return forward ? Math.min(last, reference - 1) : Math.max(last, reference + 1);
  }
}
