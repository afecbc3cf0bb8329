package dev.engram.cli;

import dev.engram.JobMonitor;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: what is in work, such as a frame, is finished and written, then the command ends with the
 * exit code for what the user did. What takes long, or does not come, is given up; files are whole
 * either way.
 */
final class Interruption implements AutoCloseable {
  /** How long a frame may take. */
  private static final int PATIENCE_SECONDS = 5;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop");
  private final PrintWriter err;
  private final String givenUp;
  private final int patienceSeconds;
  private volatile boolean requested;

  /**
   * @param err where it says that it did not wait any longer
   * @param givenUp what it did not wait for and what to do now, such as "the next frame. Run
   *     again."
   */
  Interruption(PrintWriter err, String givenUp) {
    this(err, givenUp, PATIENCE_SECONDS);
  }

  /**
   * @param patienceSeconds how long it waits
   */
  Interruption(PrintWriter err, String givenUp, int patienceSeconds) {
    this.err = err;
    this.patienceSeconds = patienceSeconds;
    this.givenUp = givenUp;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What {@link JobMonitor#stopRequested} should say. */
  boolean requested() {
    return requested;
  }

  private void stop() {
    requested = true;
    try {
      if (ended.await(patienceSeconds, TimeUnit.SECONDS)) {
        TimeUnit.MILLISECONDS.sleep(100); // for the message on its way out
      } else {
        err.println("engram: stopped, as asked, without waiting any longer for " + givenUp);
        err.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(Main.USER_ERROR);
  }

  /** Ends the watch: the command's own exit code counts from now on. */
  @Override
  public void close() {
    ended.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        requested = true; // the shutdown began in between; the hook sets the exit code
      }
    }
  }
}
