package dev.engram.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A disk that is soon full; where none can be mounted, the test is skipped, loudly.
 *
 * @param path where it is mounted
 */
record SmallDisk(Path path) implements AutoCloseable {
  static SmallDisk mount(Path path, String size) throws IOException {
    Files.createDirectory(path);
    if (!run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString())) {
      String message = "SKIPPED: a small disk can only be mounted by root on Linux";
      System.err.println(message);
      Assumptions.abort(message);
    }
    return new SmallDisk(path);
  }

  /** Leaves no room. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(path.resolve("ballast"))) {
      while (Files.getFileStore(path).getUsableSpace() > 0) {
        out.write(new byte[4096]);
      }
    }
  }

  @Override
  public void close() {
    run("umount", path.toString());
  }

  private static boolean run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
