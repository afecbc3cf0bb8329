package dev.engram.eval.references;

import dev.engram.JobMonitor;

/** Watches an experiment, and the frames of each way through a video. */
public interface ReferenceMonitor extends JobMonitor {
  /** A way through a video is done and scored. */
  void onResult(ReferenceResult result);
}
