package dev.engram.eval;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of results, which are there as a whole or not at all. */
final class ResultFolder {
  /** Has a folder of masks a video, each whole. */
  static final String RESULTS = "Annotations";

  /** Has what is not whole yet. */
  static final String WORK = ".unfinished";

  private ResultFolder() {}

  /** Puts a finished folder in the place of what is there. */
  static void move(Path from, Path to) {
    delete(to);
    try {
      Files.createDirectories(to.getParent());
      Files.move(from, to);
    } catch (IOException e) {
      throw new EngramException(
          to + ": cannot be written (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }

  /** Removes a folder with all that is in it, if there is one. */
  static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new EngramException(
          folder + ": cannot be removed (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }
}
