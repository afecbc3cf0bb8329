package dev.engram.cli;

import dev.engram.JobSummary;
import dev.engram.common.EngramException;
import dev.engram.common.OtherThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Works on several videos at once; what fails with one leaves the others alone. */
final class VideoBatch {
  private VideoBatch() {}

  /** What came of a video: one of the two. */
  record Outcome(@Nullable JobSummary summary, @Nullable EngramException failure) {}

  /**
   * @param atOnce how many are worked on at the same time
   * @param work on the video at a position; called by several threads
   * @return in the videos' order
   * @throws CancellationException if the calling thread is interrupted while it waits
   */
  static List<Outcome> run(int videos, int atOnce, IntFunction<JobSummary> work) {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<JobSummary>> running = new ArrayList<>();
      for (int i = 0; i < videos; i++) {
        int video = i;
        running.add(threads.submit(() -> work.apply(video)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<JobSummary> future : running) {
        outcomes.add(outcome(future));
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Outcome outcome(Future<JobSummary> future) {
    try {
      return new Outcome(future.get(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while videos were being segmented");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngramException failure) {
        return new Outcome(null, failure);
      }
      throw OtherThread.failure(e);
    }
  }
}
