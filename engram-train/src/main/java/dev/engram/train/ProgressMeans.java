package dev.engram.train;

import dev.engram.train.report.LogEntry;
import dev.engram.train.report.LogEntry.Parts;
import dev.engram.train.report.LogEntry.Progress;

/**
 * Means over the iterations since the last line of the log. They are updated rather than summed up,
 * so that they can be written and read in between without another result.
 */
final class ProgressMeans {
  private int count;
  private double loss;
  private double gradientNorm;
  private double images;
  private double data;
  private double forward;
  private double backward;
  private double optimiser;

  /** Goes on from means that were taken before. */
  void restore(Progress progress) {
    count = progress.count();
    loss = progress.loss();
    gradientNorm = progress.gradientNorm();
    Parts seconds = progress.seconds();
    images = progress.imagesPerSecond() * seconds.total();
    data = seconds.data();
    forward = seconds.forward();
    backward = seconds.backward();
    optimiser = seconds.optimiser();
  }

  void add(TrainLog.Step step) {
    count++;
    loss = mean(loss, step.loss());
    gradientNorm = mean(gradientNorm, step.gradientNorm());
    images = mean(images, step.images());
    data = mean(data, step.data());
    forward = mean(forward, step.forward());
    backward = mean(backward, step.backward());
    optimiser = mean(optimiser, step.optimiser());
  }

  private double mean(double before, double value) {
    return before + (value - before) / count;
  }

  int count() {
    return count;
  }

  /**
   * Gives the means, and begins anew.
   *
   * @param done how many iterations of the run are done
   */
  Progress take(long done, double rate, int phase) {
    Progress progress = look(done, rate, phase);
    count = 0;
    return progress;
  }

  /** Gives the means, and goes on with them. */
  Progress look(long done, double rate, int phase) {
    Parts seconds = new Parts(data, forward, backward, optimiser);
    return new Progress(
        done,
        LogEntry.now(),
        count,
        loss,
        gradientNorm,
        rate,
        phase,
        seconds,
        images / Math.max(1e-9, seconds.total()));
  }
}
