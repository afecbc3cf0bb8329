package dev.engram.cli;

import dev.engram.common.EngramException;
import dev.engram.project.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A project folder where a command takes a video: it knows its masks and where results go. */
record ProjectInput(Project project) {
  /** The project that an input names; null if it is none. */
  static @Nullable ProjectInput of(String input) {
    if (input.equals("-") || input.contains("://")) {
      return null;
    }
    Path folder = Path.of(input);
    return Files.isRegularFile(folder.resolve(Project.FILE))
        ? new ProjectInput(Project.open(folder))
        : null;
  }

  String video() {
    return project.input().toString();
  }

  /** Files of all references. */
  List<Path> masks() {
    List<Path> files =
        project.references().stream()
            .map(reference -> project.folder().resolve(reference.mask()))
            .toList();
    if (files.isEmpty()) {
      throw new EngramException(
          project.folder()
              + ": the project has no reference yet. Add one: engram references add "
              + project.folder()
              + " MASK.png.");
    }
    return files;
  }

  Path results() {
    return project.masksFolder();
  }

  /** A model that the project's settings name. */
  @Nullable String model() {
    return project.settings().get("model");
  }

  /** Frames whose references say nothing of the objects that they lack. */
  Set<Long> partial() {
    return project.references().stream()
        .filter(reference -> !reference.whole())
        .map(reference -> (long) reference.frame())
        .collect(Collectors.toSet());
  }
}
