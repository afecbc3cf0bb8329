package dev.engram.cli;

import dev.engram.checkpoint.pull.PullMonitor;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** Shows how a download goes: bytes, rate and time left, and why it was taken up again. */
final class DownloadProgress implements PullMonitor {
  private static final double MEGABYTE = 1048576;

  private final String name;
  private final PrintWriter err;
  private final BooleanSupplier stop;
  private final ProgressDisplay display;
  private long last = Long.MAX_VALUE;
  private long start;
  private long startedAt;

  /**
   * @param name of the model, before each line
   */
  DownloadProgress(String name, PrintWriter err, boolean terminal, BooleanSupplier stop) {
    this.name = name;
    this.err = err;
    this.stop = stop;
    this.display =
        new ProgressDisplay(
            err, terminal, (done, total, seconds) -> name + ": " + text(done, total, rate(done)));
  }

  @Override
  public void onBytes(long done, long total) {
    if (done < last) { // the first ones, or all of them anew
      start = done;
      startedAt = System.nanoTime();
    }
    last = done;
    display.show(done, total);
  }

  @Override
  public void onRetry(String what) {
    display.finish();
    err.println(name + ": " + what);
    err.flush();
  }

  @Override
  public boolean stopRequested() {
    return stop.getAsBoolean();
  }

  /** Ends the bar's line. */
  void finish() {
    display.finish();
  }

  /** What an earlier pull left here counts as done, but not as fast. */
  private double rate(long done) {
    return (done - start) / Math.max(1e-9, (System.nanoTime() - startedAt) / 1e9);
  }

  static String text(long done, long total, double bytesPerSecond) {
    String rate = String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / MEGABYTE);
    if (total <= 0) {
      return String.format(Locale.ROOT, "%.1f MB, %s", done / MEGABYTE, rate);
    }
    String left =
        bytesPerSecond < 1 ? "" : ", " + ProgressDisplay.left((total - done) / bytesPerSecond);
    return String.format(
        Locale.ROOT,
        "%s %.1f/%.1f MB, %s%s",
        ProgressDisplay.bar(done, total),
        done / MEGABYTE,
        total / MEGABYTE,
        rate,
        left);
  }
}
