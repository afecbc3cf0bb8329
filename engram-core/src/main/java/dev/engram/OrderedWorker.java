package dev.engram;

import dev.engram.common.OtherThread;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Does pieces of work one after the other on a thread of its own. A few may wait; whoever hands in
 * more waits too, so that what they hold is bounded. After one that fails none is done. Belongs to
 * the thread that hands in.
 */
final class OrderedWorker implements AutoCloseable {
  private static final int MOST_WAITING = 4;

  private final ExecutorService thread;
  private final Deque<Future<?>> pending = new ArrayDeque<>();
  private volatile boolean failed;

  OrderedWorker(String name) {
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread worker = new Thread(task, name);
              worker.setDaemon(true);
              return worker;
            });
  }

  /**
   * Hands in a piece of work; throws what went wrong with an earlier one.
   *
   * @throws CancellationException if the calling thread is interrupted while it waits
   */
  void submit(Runnable work) {
    while (pending.size() >= MOST_WAITING || (!pending.isEmpty() && pending.element().isDone())) {
      await(pending.remove());
    }
    pending.add(thread.submit(() -> attempt(work)));
  }

  private void attempt(Runnable work) {
    if (failed) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failed = true;
      throw e;
    }
  }

  /** Waits until all is done; throws what went wrong. */
  void finish() {
    while (!pending.isEmpty()) {
      await(pending.remove());
    }
  }

  private static void await(Future<?> piece) {
    try {
      piece.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while results were being written");
    } catch (ExecutionException e) {
      throw OtherThread.failure(e);
    }
  }

  /** Waits for what was handed in; what went wrong there and was not asked for is passed over. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      // however slow the disk: no file is left half-written
      thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
