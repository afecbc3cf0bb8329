package dev.engram.checkpoint.pull;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits that end when the monitor asks for it or the thread is interrupted: with a {@link
 * CancellationException}.
 */
record StoppableWait(PullMonitor monitor) {
  private static final long SLICE_MILLIS = 100;

  /** Does nothing for that long. */
  void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    try {
      for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
        requireNotStopped();
        TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS)));
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** The next element, or nothing if none comes for that long. */
  <T> @Nullable T next(BlockingQueue<T> queue, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      do {
        requireNotStopped();
        T element = queue.poll(SLICE_MILLIS, TimeUnit.MILLISECONDS);
        if (element != null) {
          return element;
        }
      } while (System.nanoTime() < end);
      return null;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /**
   * The future's result.
   *
   * @throws IOException as the future has it
   */
  <T> T result(CompletableFuture<T> future) throws IOException {
    try {
      do {
        requireNotStopped();
      } while (!isDoneSoon(future));
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof EngramException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      future.cancel(true);
    }
  }

  private static boolean isDoneSoon(CompletableFuture<?> future)
      throws InterruptedException, ExecutionException {
    try {
      future.get(SLICE_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void requireNotStopped() {
    if (monitor.stopRequested()) {
      throw new CancellationException();
    }
  }

  private static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException();
  }
}
