package dev.engram.cli;

import dev.engram.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that the process had resident. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private long sampled;

  /** Looks now; where the system keeps no record of its own, the peak is the largest look. */
  long sample() {
    long now = TorchRuntime.residentBytes();
    sampled = Math.max(sampled, now);
    return now;
  }

  long peakBytes() {
    sample();
    if (Files.isReadable(STATUS)) {
      try {
        for (String line : Files.readAllLines(STATUS)) {
          if (line.startsWith("VmHWM:")) {
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
          }
        }
      } catch (IOException e) {
        return sampled;
      }
    }
    return sampled;
  }
}
