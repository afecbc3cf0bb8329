package dev.engram;

/** Watches a {@link SegmentationJob}. Called by the thread that runs it. */
public interface JobMonitor {
  /**
   * A frame's results are written.
   *
   * @param done how many frames are, this one included
   * @param total how many there will be, or -1 if unknown
   */
  void onFrame(long done, long total);

  /** Whether the job should end before the next frame; what is written stays. */
  default boolean stopRequested() {
    return false;
  }
}
