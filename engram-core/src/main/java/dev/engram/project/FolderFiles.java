package dev.engram.project;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.video.FrameSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in folders: a project, nothing, or images to copy. */
final class FolderFiles {
  private FolderFiles() {}

  /**
   * Refuses a folder in which something lies.
   *
   * @throws EngramException that says what
   */
  static void requireFree(Path folder) {
    if (Files.exists(folder.resolve(Project.FILE))) {
      throw new EngramException(
          folder
              + ": is a project already. Choose another folder, or add masks to it: engram"
              + " references add "
              + folder
              + " MASK.");
    }
    if (Files.exists(folder) && !(Files.isDirectory(folder) && isEmpty(folder))) {
      throw new EngramException(
          folder + ": is there and not an empty folder. Choose another folder.");
    }
  }

  /**
   * Reads a project's file.
   *
   * @throws EngramException if the folder is no project, or as {@link ProjectJson#read}
   */
  static ProjectData readProject(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new EngramException(folder + ": no such folder. Give the folder of a project.");
    }
    Path file = folder.resolve(Project.FILE);
    if (!Files.isRegularFile(file)) {
      throw new EngramException(
          folder
              + ": not a project, as it has no "
              + Project.FILE
              + ". Make one with engram import INPUT --masks FOLDER -o PROJECT.");
    }
    return ProjectJson.read(file);
  }

  static boolean isEmpty(Path folder) {
    return list(folder).isEmpty();
  }

  /**
   * Copies the images that a folder's frames are made of.
   *
   * @param to is made if it is missing, and must be empty
   * @throws EngramException if it is not, or one cannot be copied; names it
   */
  static void copyImages(Path from, Path to) {
    if (Files.exists(to) && !isEmpty(to)) {
      throw new EngramException(to + ": holds files already. Remove or move it.");
    }
    for (Path file : list(from)) {
      Path name = file.getFileName();
      if (name != null
          && !name.toString().startsWith(".")
          && FrameSources.isImage(file)
          && Files.isRegularFile(file)) {
        AtomicFile.writePath(to.resolve(name), temporary -> Files.copy(file, temporary));
      }
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException e) {
      throw new EngramException(
          folder + ": cannot be listed (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }
}
