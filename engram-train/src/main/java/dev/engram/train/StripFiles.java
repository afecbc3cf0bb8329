package dev.engram.train;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.train.report.LogEntry.Scores;
import dev.engram.train.report.RunPage.Strip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The pictures of the first and of the last validations of a run, as files of its folder. */
final class StripFiles {
  private static final int LAST = 3;

  private final Path folder;

  StripFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes a validation's pictures.
   *
   * @param strips a JPEG by sequence
   */
  void write(long iteration, Map<String, byte[]> strips) {
    strips.forEach(
        (sequence, jpeg) -> AtomicFile.write(file(iteration, sequence), out -> out.write(jpeg)));
  }

  private Path file(long iteration, String sequence) {
    return folder.resolve(String.format("%08d-%s.jpg", iteration, sequence));
  }

  /** The pictures that there are of the first and the last validations. */
  List<Strip> shown(List<Scores> validations) {
    List<Strip> strips = new ArrayList<>();
    for (int i = 0; i < validations.size(); i++) {
      if (i == 0 || i >= validations.size() - LAST) {
        long iteration = validations.get(i).iteration();
        for (String sequence : validations.get(i).sequences().keySet()) {
          Path file = file(iteration, sequence);
          if (Files.exists(file)) {
            strips.add(new Strip(iteration, sequence, file));
          }
        }
      }
    }
    return strips;
  }

  /** Removes the pictures of all other validations. */
  void prune(List<Scores> validations) {
    Set<Path> kept = new HashSet<>();
    shown(validations).forEach(strip -> kept.add(strip.file()));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> !kept.contains(file)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new EngramException(
          folder + ": cannot be tidied (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }
}
