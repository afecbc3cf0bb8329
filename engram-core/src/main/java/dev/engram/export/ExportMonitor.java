package dev.engram.export;

/** Watches an {@link ExportJob}. Called by the thread that runs it. */
public interface ExportMonitor {
  /**
   * A frame is done.
   *
   * @param done how many are, with those that have no mask
   * @param total how many there will be, or -1 if unknown
   */
  void onFrame(long done, long total);

  /** Whether the job should end before the next frame; nothing is left of it then. */
  default boolean stopRequested() {
    return false;
  }
}
