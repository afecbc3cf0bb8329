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
  private final List<Path> given = new ArrayList<>();

  /**
   * @param project its folder
   * @param given further folders
   */
  public Reach(Path project, List<Path> given) {
    roots = new ArrayList<>(given);
    roots.add(0, project);
    for (Path each : roots.subList(1, roots.size())) {
      this.given.add(each);
      this.given.addAll(inside(each));
    }
  }

  /** The folders that were given and those right inside of them, and the project's exports. */
  List<Path> folders() {
    List<Path> folders = new ArrayList<>(given);
    folders.addAll(inside(roots.get(0).resolve("exports")));
    return folders;
  }

  private static List<Path> inside(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
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
