package dev.engram.cli;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Tells how far a job is: a bar that is redrawn on a terminal, now and then a line elsewhere, so
 * that a log stays readable.
 */
final class ProgressDisplay {
  private static final int WIDTH = 24;
  private static final double REDRAW_SECONDS = 0.1;
  private static final double LINE_SECONDS = 10;

  private final PrintWriter out;
  private final boolean terminal;
  private final Text text;
  private final long started = System.nanoTime();
  private double lastShown;
  private boolean drawn;

  /** What it shows. */
  @FunctionalInterface
  interface Text {
    /**
     * @param total -1 if unknown
     * @param seconds since the display was made
     */
    String of(long done, long total, double seconds);
  }

  ProgressDisplay(PrintWriter out, boolean terminal, Text text) {
    this.out = out;
    this.terminal = terminal;
    this.text = text;
  }

  /** Counts frames. */
  ProgressDisplay(PrintWriter out, boolean terminal, ProcessMemory memory) {
    this(
        out,
        terminal,
        (done, total, seconds) -> text(done, total, done / seconds, memory.sample()));
  }

  /** Whether standard error is a terminal, which only the launcher can tell. */
  static boolean onTerminal() {
    return Boolean.getBoolean("engram.terminal");
  }

  /**
   * @param total -1 if unknown
   */
  void show(long done, long total) {
    double now = (System.nanoTime() - started) / 1e9;
    boolean last = done == total;
    if (!last && now - lastShown < (terminal ? REDRAW_SECONDS : LINE_SECONDS)) {
      return;
    }
    lastShown = now;
    String shown = text.of(done, total, now);
    if (terminal) {
      out.print("\r" + shown + "\u001b[K");
      drawn = true;
    } else {
      out.println(shown);
    }
    out.flush();
  }

  /** Ends the bar's line, so that what comes next begins on a line of its own. */
  void finish() {
    if (drawn) {
      out.println();
      out.flush();
      drawn = false;
    }
  }

  static String text(long done, long total, double framesPerSecond, long bytes) {
    String rate =
        String.format(
            Locale.ROOT, "%.1f fps, %,d MB", framesPerSecond, Math.round(bytes / 1048576.0));
    if (total <= 0) {
      return "frame " + done + ", " + rate;
    }
    return String.format(
        Locale.ROOT,
        "%s frame %d/%d, %s, %s",
        bar(done, total),
        done,
        total,
        rate,
        left((total - done) / framesPerSecond));
  }

  static String bar(long done, long total) {
    int filled = (int) (WIDTH * done / total);
    return "[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "]";
  }

  static String left(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d left", whole / 60, whole % 60);
  }
}
