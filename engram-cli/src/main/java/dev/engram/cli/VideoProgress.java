package dev.engram.cli;

import dev.engram.JobMonitor;
import java.io.PrintWriter;

/** Shows how far one video after another is. */
abstract class VideoProgress implements JobMonitor {
  private final PrintWriter err;
  private final Interruption interruption;
  private final ProcessMemory memory;
  private ProgressDisplay progress;

  VideoProgress(PrintWriter err, Interruption interruption, ProcessMemory memory) {
    this.err = err;
    this.interruption = interruption;
    this.memory = memory;
    progress = new ProgressDisplay(err, ProgressDisplay.onTerminal(), memory);
  }

  /** Writes a line between two videos or rounds, and counts anew. */
  void next(String line) {
    err.println(line);
    err.flush();
    progress = new ProgressDisplay(err, ProgressDisplay.onTerminal(), memory);
  }

  @Override
  public void onFrame(long done, long total) {
    memory.sample();
    progress.show(done, total);
    if (done == total) {
      progress.finish();
    }
  }

  @Override
  public boolean stopRequested() {
    return interruption.requested();
  }
}
