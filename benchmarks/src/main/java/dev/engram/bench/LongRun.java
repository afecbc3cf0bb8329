package dev.engram.bench;

import dev.engram.checkpoint.StateDict;
import dev.engram.tensor.Precision;
import dev.engram.tensor.TorchRuntime;
import java.util.Arrays;

/**
 * One session for very many frames; then another that begins, frame by frame in turn with it, as
 * machines get faster and slower while many frames go by.
 *
 * @param seconds of each frame
 * @param residentMegabytes after each frame
 * @param late seconds of each frame after those
 * @param early seconds of each frame around {@value #EARLY} of the session that begins
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record LongRun(double[] seconds, double[] residentMegabytes, double[] late, double[] early) {
  static final int EARLY = 300;
  private static final int WINDOW = 150;
  private static final int TURNS = 300;

  static LongRun of(StateDict weights, Precision precision, MovingSquares clip, int frames) {
    double[] seconds = new double[frames];
    double[] resident = new double[frames];
    double[] late = new double[TURNS];
    double[] early = new double[TURNS];
    try (Contestant old = new EngramContestant(weights, precision, clip)) {
      for (int i = 0; i < frames; i++) {
        seconds[i] = secondsOf(old, i);
        resident[i] = TorchRuntime.residentBytes() / 1e6;
      }
      try (Contestant young = new EngramContestant(weights, precision, clip)) {
        int first = EARLY - TURNS / 2;
        for (int i = 0; i < first; i++) {
          young.step(i);
        }
        for (int i = 0; i < TURNS; i++) {
          late[i] = secondsOf(old, frames + i);
          early[i] = secondsOf(young, first + i);
        }
      }
    }
    return new LongRun(seconds, resident, late, early);
  }

  private static double secondsOf(Contestant session, int frame) {
    long before = System.nanoTime();
    session.step(frame);
    return (System.nanoTime() - before) / 1e9;
  }

  /** The mean of some figures. */
  static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** The mean of the frames around one, or up to it at the end. */
  static double around(double[] values, int frame) {
    int first = Math.max(0, Math.min(frame - WINDOW / 2, values.length - WINDOW));
    int last = Math.min(values.length, first + WINDOW);
    return Arrays.stream(values, first, last).average().orElseThrow();
  }
}
