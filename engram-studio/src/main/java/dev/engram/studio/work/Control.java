package dev.engram.studio.work;

import java.util.function.Consumer;

/** Lets one thread hold and stop another between two frames. */
final class Control {
  private boolean paused;
  private boolean stopped;

  synchronized void reset() {
    paused = false;
    stopped = false;
  }

  synchronized void pause() {
    paused = true;
  }

  synchronized void resume() {
    paused = false;
    notifyAll();
  }

  synchronized void stop() {
    stopped = true;
    paused = false;
    notifyAll();
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  /**
   * Waits while held.
   *
   * @param onPause hears true when it begins to wait, false when it goes on
   * @return whether to go on; false if stopped
   */
  synchronized boolean proceed(Consumer<Boolean> onPause) {
    if (paused) {
      onPause.accept(true);
      while (paused) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          stopped = true;
          return false;
        }
      }
      onPause.accept(false);
    }
    return !stopped;
  }
}
