package dev.engram.common;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files that are either whole or not there: written beside their final name, then renamed.
 *
 * <p>A reader never sees a half-written file, and a failure (full disk, Ctrl-C between frames)
 * leaves what stood there before untouched.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the contents of a file. */
  @FunctionalInterface
  public interface Body {
    /**
     * @param out buffered; closed by the caller
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Fills a file that is given by its path. */
  @FunctionalInterface
  public interface PathBody {
    /**
     * @param temporary where to write; does not exist yet, has the same extension as the target
     */
    void writeTo(Path temporary) throws IOException;
  }

  /**
   * Writes {@code target} whole or not at all; its folder is made if it is missing.
   *
   * @throws EngramException if it cannot be written; names the file
   */
  public static void write(Path target, Body body) {
    writePath(
        target,
        temporary -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
            body.writeTo(out);
          }
        });
  }

  /**
   * As {@link #write}, for libraries that want a path instead of a stream.
   *
   * @throws EngramException if it cannot be written; names the file
   */
  public static void writePath(Path target, PathBody body) {
    Path temporary = temporaryFor(target);
    try {
      Path folder = target.toAbsolutePath().getParent();
      if (folder != null) {
        Folders.create(folder);
      }
      body.writeTo(temporary);
      rename(temporary, target);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  /**
   * The name beside {@code target} under which it is written: hidden, unique to this process and
   * thread, with the target's extension.
   */
  public static Path temporaryFor(Path target) {
    String name = target.getFileName().toString();
    String unique = ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
    return target.resolveSibling("." + unique + ".part." + name);
  }

  /** Moves a finished file over its final name, in one step where the file system can. */
  public static void rename(Path temporary, Path target) throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What a user is told of a file that could not be written. */
  public static EngramException cannotWrite(Path target, IOException e) {
    return new EngramException(
        target + ": cannot be written (" + reason(e) + "). Choose a folder with room and rights.",
        e);
  }

  /** A short reason for a person: the message without the path that Java puts in front of it. */
  public static String reason(IOException e) {
    if (e instanceof java.nio.file.FileSystemException f) {
      String why = f.getReason();
      if (why != null) {
        return why;
      }
      if (e instanceof java.nio.file.NoSuchFileException) {
        return "no such file or folder";
      }
      if (e instanceof java.nio.file.AccessDeniedException) {
        return "permission denied";
      }
      if (e instanceof java.nio.file.FileAlreadyExistsException) {
        return "a file is in the way";
      }
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the write itself has succeeded or its own failure is on its way; a stray hidden file is the
      // lesser harm
      return;
    }
  }
}
