package dev.engram.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that files are written to, and that go again. */
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
   * Deletes a folder with all that is in it, or a file; where a link leads, everything stays.
   * Nothing happens if it is not there.
   *
   * @throws IOException if some of it cannot be deleted
   */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      // what is in a folder comes after it, and goes before it
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Where a path leads by all its links; of what is not there yet, as far as it is. */
  public static Path real(Path path) {
    // not normalised before: what is above a folder depends on where a link to it leads
    Path whole = path.toAbsolutePath();
    Path there = whole;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      Path real = there.toRealPath();
      int known = there.getNameCount();
      int all = whole.getNameCount();
      return known == all ? real : real.resolve(whole.subpath(known, all)).normalize();
    } catch (IOException e) {
      // nobody may look there, nor write
      return whole.normalize();
    }
  }

  /** Deletes a folder if it is there and nothing is in it. */
  public static void deleteEmpty(Path folder) {
    try {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      // something is in it, or it is somebody else's: it stays
      return;
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
