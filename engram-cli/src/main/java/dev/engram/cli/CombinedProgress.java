package dev.engram.cli;

import dev.engram.JobMonitor;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Counts the frames of several videos at once together. Safe for use by several threads. */
final class CombinedProgress {
  private final @Nullable ProgressDisplay display;
  private final ProcessMemory memory;
  private final BooleanSupplier stop;
  private final Runnable onFirst;
  private final long[] done;
  private final long[] totals;

  /**
   * @param display null shows nothing
   * @param stop whether the videos should end early
   * @param onFirst called when the first frame of any is written
   */
  CombinedProgress(
      int videos,
      @Nullable ProgressDisplay display,
      ProcessMemory memory,
      BooleanSupplier stop,
      Runnable onFirst) {
    this.display = display;
    this.memory = memory;
    this.stop = stop;
    this.onFirst = onFirst;
    done = new long[videos];
    totals = new long[videos];
    Arrays.fill(totals, -1);
  }

  /** Watches one of the videos. */
  JobMonitor video(int index) {
    return new JobMonitor() {
      @Override
      public void onFrame(long own, long total) {
        update(index, own, total);
      }

      @Override
      public boolean stopRequested() {
        return stop.getAsBoolean();
      }
    };
  }

  private synchronized void update(int index, long own, long total) {
    onFirst.run();
    memory.sample();
    done[index] = own;
    totals[index] = total;
    if (display != null) {
      display.show(sum(done), Arrays.stream(totals).anyMatch(t -> t < 0) ? -1 : sum(totals));
    }
  }

  private static long sum(long[] values) {
    return Arrays.stream(values).sum();
  }
}
