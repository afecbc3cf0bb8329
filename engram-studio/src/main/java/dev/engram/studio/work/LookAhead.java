package dev.engram.studio.work;

import dev.engram.common.EngramException;
import dev.engram.interact.Click;
import dev.engram.interact.Prompts;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at the frame that a user rests on, so that the first click on it is answered at once. */
public final class LookAhead implements AutoCloseable {
  private static final long REST_MILLIS = 300;

  private final Clicks clicks;
  private final Supplier<String> method;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "engram-look-ahead");
            made.setDaemon(true);
            return made;
          });
  private @Nullable ScheduledFuture<?> next;

  /**
   * @param method by which clicks are understood now
   */
  public LookAhead(Clicks clicks, Supplier<String> method) {
    this.clicks = clicks;
    this.method = method;
  }

  /**
   * Clicks once on the middle of the first frame and throws the answer away: the code of clicks is
   * slow the first time.
   */
  public void warmUp(int width, int height) {
    Prompts middle = Prompts.of(Click.on(width / 2.0, height / 2.0));
    var unused = later(() -> clicks.region(0, method.get(), middle, null), 0);
  }

  /** Says which frame is looked at. */
  public synchronized void at(int frame) {
    if (next != null) {
      next.cancel(false);
    }
    next = later(() -> clicks.look(frame, method.get()), REST_MILLIS);
  }

  private @Nullable ScheduledFuture<?> later(Runnable look, long millis) {
    try {
      return thread.schedule(
          () -> {
            try {
              look.run();
            } catch (EngramException e) {
              // nobody has asked for it yet; the click itself will say what is wrong
              return;
            }
          },
          millis,
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }

  /** Ends after the frame that is looked at now. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
