package dev.engram.tensor;

import dev.engram.common.OtherThread;
import java.util.ArrayList;
import java.util.List;
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
  private static final ThreadLocal<Boolean> ALONE = ThreadLocal.withInitial(() -> false);

  private Lanes() {}

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "engram-lane-" + NUMBER.incrementAndGet());
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
    List<CompletableFuture<Void>> running = new ArrayList<>();
    try {
      for (int i = 0; i < lanes; i++) {
        running.add(CompletableFuture.runAsync(() -> runAlone(lane), THREADS));
      }
    } finally {
      // whatever happens, as the pieces use the caller's tensors
      join(CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)));
    }
  }

  private static void runAlone(Runnable lane) {
    if (!ALONE.get()) {
      TorchRuntime.useOneThreadHere();
      ALONE.set(true);
    }
    lane.run();
  }

  private static void join(CompletableFuture<Void> all) {
    try {
      all.join();
    } catch (CompletionException e) {
      throw OtherThread.failure(e);
    }
  }
}
