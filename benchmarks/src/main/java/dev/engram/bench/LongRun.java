package dev.engram.bench;

import dev.engram.checkpoint.StateDict;
import dev.engram.tensor.Precision;
import dev.engram.tensor.TorchRuntime;
import java.util.Arrays;

/**
 * One session for very many frames.
 *
 * @param seconds of each frame
 * @param residentMegabytes after each frame
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record LongRun(double[] seconds, double[] residentMegabytes) {
  private static final int WINDOW = 150;

  static LongRun of(StateDict weights, Precision precision, MovingSquares clip, int frames) {
    double[] seconds = new double[frames];
    double[] resident = new double[frames];
    try (Contestant engram = new EngramContestant(weights, precision, clip)) {
      for (int i = 0; i < frames; i++) {
        long before = System.nanoTime();
        engram.step(i);
        seconds[i] = (System.nanoTime() - before) / 1e9;
        resident[i] = TorchRuntime.residentBytes() / 1e6;
      }
    }
    return new LongRun(seconds, resident);
  }

  /** The mean of the frames around one, or up to it at the end. */
  static double around(double[] values, int frame) {
    int first = Math.max(0, Math.min(frame - WINDOW / 2, values.length - WINDOW));
    int last = Math.min(values.length, first + WINDOW);
    return Arrays.stream(values, first, last).average().orElseThrow();
  }
}
