package dev.engram;

/** Watches a {@link SegmentationJob}. Called by the thread that runs it. */
public interface JobMonitor {
  /**
   * More frames' results are written. The newest few may still be on their way to the disk.
   *
   * @param done how many are
   * @param total how many there will be, or -1 if unknown
   */
  void onFrame(long done, long total);

  /** Whether the job should end before the next frame; what is written stays. */
  default boolean stopRequested() {
    return false;
  }
}
