package dev.engram.studio.work;

import dev.engram.Propagation;
import org.jspecify.annotations.Nullable;

/**
 * How far a propagation is.
 *
 * @param from the frame it was started at
 * @param frame the one that was segmented last; -1 before the first
 * @param done frames of this run that have their mask
 * @param total frames of this run
 * @param secondsPerFrame median of the last ones; 0 before the first
 * @param error why it failed; null if it did not
 */
public record Progress(
    State state,
    Propagation direction,
    int from,
    int frame,
    int done,
    long total,
    double secondsPerFrame,
    @Nullable String error) {

  /** What the worker does. */
  public enum State {
    /** Nothing, or the last run is done. */
    IDLE,
    /** It segments. */
    RUNNING,
    /** It holds after the current frame. */
    PAUSED,
    /** It gave up; see the error. */
    FAILED
  }

  /** Before the first run. */
  static Progress none() {
    return new Progress(State.IDLE, Propagation.FORWARD, 0, -1, 0, 0, 0, null);
  }

  Progress in(State other, @Nullable String why) {
    return new Progress(other, direction, from, frame, done, total, secondsPerFrame, why);
  }

  Progress after(int index, double seconds) {
    return new Progress(state, direction, from, index, done + 1, total, seconds, error);
  }
}
