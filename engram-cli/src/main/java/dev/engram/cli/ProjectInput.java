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
import java.util.SortedMap;
import java.util.TreeMap;
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
    project.frameNames();
    SortedMap<Integer, Path> files = new TreeMap<>();
    for (ProjectReference reference : project.references()) {
      Path file = project.folder().resolve(reference.mask());
      if (!Files.exists(file)) {
        throw new EngramException(
            file
                + ": is missing. Put it back, or take the reference out: engram references remove "
                + project.folder()
                + " "
                + reference.frame()
                + ".");
      }
      files.put(reference.frame(), file);
    }
    if (files.isEmpty()) {
      throw new EngramException(
          project.folder()
              + ": the project has no reference yet. Add one: engram references add "
              + project.folder()
              + " MASK.png.");
    }
    return MaskSet.at(files);
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

  /**
   * @throws EngramException if results would go where the references are
   */
  void requireOwnFolder(Path out) {
    Path references = project.folder().resolve("references").toAbsolutePath().normalize();
    if (out.toAbsolutePath().normalize().equals(references)) {
      throw new EngramException(
          out + ": holds the project's references. Choose another output folder.");
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
        .collect(Collectors.toMap(each -> (long) each.frame(), ProjectReference::absent));
  }
}
