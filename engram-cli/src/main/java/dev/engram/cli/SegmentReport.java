package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.JobSummary;
import dev.engram.SegmenterOptions;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code engram segment} tells of each video at its end: a line, and JSON where asked for. */
final class SegmentReport {
  private final @Nullable PrintWriter lines;
  private final @Nullable PrintWriter json;
  private final Engram engram;
  private final SegmenterOptions options;
  private final NetworkOptions network;
  private final ProcessMemory memory;
  private final long started;
  private volatile double secondsToFirstMask;

  /**
   * @param lines where lines go; null for nowhere
   * @param json where JSON goes; null for nowhere
   * @param started when the command was, on {@link System#nanoTime}
   */
  SegmentReport(
      @Nullable PrintWriter lines,
      @Nullable PrintWriter json,
      Engram engram,
      SegmenterOptions options,
      NetworkOptions network,
      ProcessMemory memory,
      long started) {
    this.lines = lines;
    this.json = json;
    this.engram = engram;
    this.options = options;
    this.network = network;
    this.memory = memory;
    this.started = started;
  }

  /** A mask is on disk; the first call counts. */
  void maskWritten() {
    if (secondsToFirstMask == 0) {
      secondsToFirstMask = (System.nanoTime() - started) / 1e9;
    }
  }

  void finish(SegmentInput video, JobSummary summary) {
    if (json != null) {
      SummaryJson.Run run =
          new SummaryJson.Run(
              video.input(),
              video.out().toString(),
              engram.description(),
              network.device().name().toLowerCase(Locale.ROOT),
              network.precision().name().toLowerCase(Locale.ROOT),
              secondsToFirstMask,
              memory.peakBytes());
      json.println(SummaryJson.of(run, summary, options));
      json.flush();
    }
    if (lines != null) {
      lines.printf(
          Locale.ROOT,
          "%d masks of %dx%d in %s: %.1f s, %.2f frames a second, %,d MB at most.%n",
          summary.frames(),
          summary.width(),
          summary.height(),
          video.out(),
          summary.seconds(),
          summary.framesPerSecond(),
          Math.round(memory.peakBytes() / 1048576.0));
      lines.flush();
    }
  }
}
