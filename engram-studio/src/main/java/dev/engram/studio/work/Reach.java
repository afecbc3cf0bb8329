package dev.engram.studio.work;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folders that the page may name files of: the project's, and those given at the start. */
public final class Reach {
  private final List<Path> roots;

  /**
   * @param project its folder
   * @param given further folders
   */
  public Reach(Path project, List<Path> given) {
    roots = new ArrayList<>(given);
    roots.add(0, project);
  }

  /** The folders themselves that were given, and those right inside of all of them. */
  List<Path> folders() {
    List<Path> folders = new ArrayList<>(roots.subList(1, roots.size()));
    for (Path root : roots) {
      try (Stream<Path> inside = Files.list(root)) {
        inside.filter(Files::isDirectory).sorted().forEach(folders::add);
      } catch (IOException e) {
        // one that cannot be listed has nothing to offer
      }
    }
    return folders;
  }

  /** The name by which {@link #resolve} finds a folder. */
  String nameOf(Path folder) {
    return folder.startsWith(roots.get(0))
        ? roots.get(0).relativize(folder).toString()
        : folder.toAbsolutePath().normalize().toString();
  }

  /**
   * A file or folder that is there, wherever links lead.
   *
   * @param name absolute, or relative to one of the folders
   * @throws EngramException if it lies in none of them, or is not there
   */
  public Path resolve(String name) {
    for (Path root : roots) {
      try {
        Path real = root.toRealPath();
        Path found = real.resolve(name).toRealPath();
        if (found.startsWith(real)) {
          return found;
        }
      } catch (IOException | InvalidPathException e) {
        // it may lie in the next one
      }
    }
    throw new EngramException(
        "There is no such file in the project, or in a folder that was given with --folder.");
  }
}
