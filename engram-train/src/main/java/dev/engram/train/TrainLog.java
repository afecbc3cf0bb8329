package dev.engram.train;

import dev.engram.train.report.LogEntry;

/** Is told of each iteration of a training run. */
public interface TrainLog {
  /**
   * What an iteration did and how long its parts took, in seconds.
   *
   * @param loss the mean over frames and clips
   * @param gradientNorm before clipping
   * @param images how many went through the network: frames times clips
   * @param data waiting for clips
   */
  record Step(
      double loss,
      double gradientNorm,
      int images,
      double data,
      double forward,
      double backward,
      double optimiser) {}

  /** The network was tried. */
  default void validation(LogEntry.Scores scores) {}

  /** Something that is worth knowing before the first iteration. */
  default void note(String text) {}

  /** One of several stages begins, or goes on. */
  default void stage(String name) {}

  /** An iteration is done; they count from 0. */
  void iteration(long iteration, long iterations, Step step);
}
