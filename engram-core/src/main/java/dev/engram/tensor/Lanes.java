package dev.engram.tensor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs pieces of work side by side, each by one thread from end to end: for pieces that fit a
 * core's own cache, where operators of several threads would wait for each other at each step.
 */
public final class Lanes {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool(Lanes::thread);

  private Lanes() {}

  private static Thread thread(Runnable work) {
    Runnable alone =
        () -> {
          TorchRuntime.useOneThreadHere();
          work.run();
        };
    Thread thread = new Thread(alone, "engram-lane-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs all pieces, in no order, by as many threads as an operator may use, and returns when all
   * have ended. What one throws ends its lane and is thrown here.
   *
   * @param work gets each number from 0 to {@code pieces}, the latter excluded; opens its own
   *     tensor scopes
   */
  public static void forEach(int pieces, IntConsumer work) {
    int lanes = Math.min(pieces, TorchRuntime.threads());
    AtomicInteger next = new AtomicInteger();
    Runnable lane =
        () -> {
          for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
            work.accept(i);
          }
        };
    if (lanes <= 1) {
      lane.run();
      return;
    }
    CompletableFuture<?>[] running = new CompletableFuture<?>[lanes];
    for (int i = 0; i < lanes; i++) {
      running[i] = CompletableFuture.runAsync(lane, THREADS);
    }
    try {
      // not to be interrupted, as the pieces use the caller's tensors
      CompletableFuture.allOf(running).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }
}
