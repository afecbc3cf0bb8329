package dev.engram.export;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A folder that is filled beside its place and gets its name when it is whole. */
final class FolderTarget implements AutoCloseable {
  private final Path target;
  private final Path filling;

  /**
   * @throws EngramException if nothing can be written beside the target
   */
  FolderTarget(Path target) {
    this.target = target;
    this.filling = AtomicFile.temporaryFor(target.toAbsolutePath().normalize());
    try {
      Folders.create(filling);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Refuses a place where something of the user's would be written over.
   *
   * @throws EngramException that says what is there
   */
  static void requireFree(Path target, ExportFormat.Kind kind, boolean force) {
    if (!Files.exists(target)) {
      return;
    }
    boolean folder = Files.isDirectory(target);
    if (kind == ExportFormat.Kind.FILE && folder) {
      throw new EngramException(target + ": is a folder. Give the name of a file.");
    }
    if (kind == ExportFormat.Kind.FOLDER && !folder) {
      throw new EngramException(target + ": is a file. Give the name of a folder.");
    }
    if (!force && !(folder && list(target).isEmpty())) {
      throw new EngramException(
          target
              + (folder ? ": is not empty." : ": is there already.")
              + " Choose another name, or give --force to write over it.");
    }
  }

  Path folder() {
    return filling;
  }

  /** Puts all files in their place; what else lies there stays. */
  void finish() {
    try {
      if (Files.isDirectory(target) && list(target).isEmpty()) {
        Files.delete(target);
      }
      if (!Files.exists(target)) {
        AtomicFile.rename(filling, target);
        return;
      }
      for (Path file : files()) {
        Path place = target.resolve(filling.relativize(file).toString());
        Folders.create(Objects.requireNonNull(place.getParent()));
        AtomicFile.rename(file, place);
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private EngramException cannotWrite(IOException e) {
    return new EngramException(
        target + ": cannot be written (" + AtomicFile.reason(e) + "). Choose another folder.", e);
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException e) {
      throw new EngramException(
          folder + ": cannot be listed (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(filling)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    try {
      Folders.delete(filling);
    } catch (IOException e) {
      // the outcome is already decided; a stray hidden folder is the lesser harm
      return;
    }
  }
}
