package dev.engram.studio.work;

/** Leaves the processor to what a user waits for. */
public interface Courtesy {
  /**
   * Waits while there is such work.
   *
   * @param millis the longest to wait
   */
  void giveWay(long millis) throws InterruptedException;
}
