package dev.engram.project;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** How {@code project.json} says where the input is. */
final class InputPath {
  private InputPath() {}

  /** Relative to the project folder, with {@code /} between names, if they share a root. */
  static String of(Path folder, Path input) {
    Path from = real(folder);
    Path to = real(input);
    boolean related = from.getRoot() != null && from.getRoot().equals(to.getRoot());
    return (related ? from.relativize(to) : to).toString().replace('\\', '/');
  }

  /** The place that is meant, whether something is there or not. */
  static Path resolve(Path folder, String written) {
    try {
      return real(folder).resolve(written).normalize();
    } catch (InvalidPathException e) {
      throw new EngramException(
          folder.resolve(Project.FILE) + ": \"" + written + "\" is not a path. Correct it.", e);
    }
  }

  /** The input, which may have moved along with the project folder: beside it, or in it. */
  static Optional<Path> find(Path folder, String written) {
    Path meant = resolve(folder, written);
    if (Files.exists(meant)) {
      return Optional.of(meant);
    }
    Path name = meant.getFileName();
    if (name == null || written.equals(Project.FRAMES)) {
      return Optional.empty();
    }
    Path home = real(folder);
    for (Path near : new Path[] {home.resolveSibling(name), home.resolve(name)}) {
      if (Files.exists(near)) {
        return Optional.of(near);
      }
    }
    return Optional.empty();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new EngramException(
          path + ": cannot be found (" + AtomicFile.reason(e) + "). Check the path.", e);
    }
  }
}
