package dev.engram.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that files are to be written to. */
public final class Folders {
  private Folders() {}

  /**
   * Makes a folder and those above it, unless it is there, or is a link to one.
   *
   * @throws IOException if it cannot be made
   */
  public static void create(Path folder) throws IOException {
    // early builds of Java 17 take a link to a folder for a file in the way
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /**
   * As {@link #create}, for a folder that the user has named.
   *
   * @throws EngramException if it cannot be made; names it
   */
  public static void make(Path folder) {
    try {
      create(folder);
    } catch (IOException e) {
      throw new EngramException(
          folder + ": cannot be made (" + AtomicFile.reason(e) + "). Choose another folder.", e);
    }
  }

  /**
   * Finds out before the long work whether files can be written to a folder, which is made if it is
   * missing.
   *
   * @param place what the message names: the folder, or the file that is to come
   * @param wayOut how the message ends
   * @throws EngramException if they cannot
   */
  public static void requireWritable(Path folder, Path place, String wayOut) {
    try {
      create(folder);
      Files.delete(Files.createTempFile(folder, ".engram-", ""));
    } catch (IOException e) {
      throw new EngramException(
          place + ": cannot be written (" + AtomicFile.reason(e) + "). " + wayOut, e);
    }
  }
}
