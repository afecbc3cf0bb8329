package dev.engram.video;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Sample data that is not part of the repository. */
final class Shared {
  private Shared() {}

  /** Gives up the test, loudly, if the data is not there. */
  static Path path(String relative) {
    Path path = Path.of(System.getProperty("engram.shared", "shared")).resolve(relative);
    if (!Files.exists(path)) {
      System.err.println("SKIPPED: no sample data at " + path + " (-Dengram.shared=...)");
      Assumptions.abort("no sample data at " + path);
    }
    return path;
  }
}
