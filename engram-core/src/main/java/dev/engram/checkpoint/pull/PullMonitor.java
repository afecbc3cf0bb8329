package dev.engram.checkpoint.pull;

/** Hears how a download goes, and may stop it. Called by the thread that pulls. */
public interface PullMonitor {
  /**
   * Something arrived.
   *
   * @param done bytes of the file that are here, those of earlier pulls included
   * @param total bytes of the whole file, -1 if unknown
   */
  default void onBytes(long done, long total) {}

  /**
   * A connection broke off; another follows.
   *
   * @param what why and when, without a full stop
   */
  default void onRetry(String what) {}

  /** Whether to stop; asked at least ten times a second. */
  default boolean stopRequested() {
    return false;
  }
}
