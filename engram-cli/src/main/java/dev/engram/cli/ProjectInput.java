package dev.engram.cli;

import dev.engram.common.EngramException;
import dev.engram.mask.MaskSet;
import dev.engram.project.Project;
import dev.engram.project.ProjectReference;
import dev.engram.video.FrameAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

  /**
   * All references.
   *
   * @throws EngramException if there is none, a file is missing, or the input is not what it was
   */
  MaskSet masks() {
    return MaskSet.at(project.referenceFiles());
  }

  /**
   * @throws EngramException if frames are of another size than they were
   */
  void requireFit(FrameAccess source) {
    if (source.width() != project.width() || source.height() != project.height()) {
      throw new EngramException(
          String.format(
              "%s: says frames of %dx%d, but %s has %dx%d. Give the video that it was made of.",
              project.folder().resolve(Project.FILE),
              project.width(),
              project.height(),
              source.describe(),
              source.width(),
              source.height()));
    }
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

  /** Objects that references say are not in their frames, by frame. */
  Map<Long, Set<Integer>> absent() {
    return project.references().stream()
        .filter(reference -> !reference.absent().isEmpty())
        .collect(Collectors.toMap(each -> Long.valueOf(each.frame()), ProjectReference::absent));
  }
}
