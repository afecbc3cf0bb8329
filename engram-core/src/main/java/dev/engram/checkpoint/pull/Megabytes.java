package dev.engram.checkpoint.pull;

import java.util.Locale;

/** Sizes for messages. */
final class Megabytes {
  private Megabytes() {}

  static String of(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1048576.0);
  }
}
