package dev.engram.eval;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** DAVIS has a folder of the resolution between {@code JPEGImages} and its videos. */
public final class ResolutionFolder {
  private static final List<String> NAMES = List.of("480p", "Full-Resolution", "1080p");

  private ResolutionFolder() {}

  /** The folder of the resolution inside, or the folder itself where there is none. */
  public static Path in(Path folder) {
    return NAMES.stream()
        .map(folder::resolve)
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(folder);
  }
}
