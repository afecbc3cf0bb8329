package dev.engram.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** XMem's own code under Python with torch, with random weights. */
final class PythonReference {
  private PythonReference() {}

  /** Median seconds a frame, memory frames spread over the others. */
  static double time(Path checkout, int height, int width, int threads)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile("engram-reference", ".py");
    try {
      try (InputStream in = PythonReference.class.getResourceAsStream("reference.py")) {
        if (in == null) {
          throw new IOException("reference.py is missing");
        }
        Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
      }
      Process process =
          new ProcessBuilder(
                  "python3",
                  script.toString(),
                  checkout.toString(),
                  String.valueOf(height),
                  String.valueOf(width),
                  String.valueOf(threads))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException(checkout + ": Python could not run it; its message is above");
      }
      return Double.parseDouble(text);
    } finally {
      Files.delete(script);
    }
  }
}
