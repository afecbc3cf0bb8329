package dev.engram.export;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.project.Project;
import dev.engram.project.ProjectReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The references of a project, bit for bit, and results for the other frames and for objects that a
 * reference says nothing of.
 */
final class ProjectMasks implements MaskSource {
  private final Project project;
  private final Path results;
  private final MaskReader reader = new MaskReader();

  /**
   * @param results a folder of {@code NAME.png}; may be missing
   */
  ProjectMasks(Project project, Path results) {
    this.project = project;
    this.results = results;
  }

  @Override
  public String describe() {
    return results.toString();
  }

  @Override
  public boolean has(int frame, String name) {
    return project.reference(frame).isPresent() || Files.isRegularFile(file(name));
  }

  private Path file(String name) {
    return results.resolve(name + ".png");
  }

  @Override
  public Optional<LabelMap> read(int frame, String name) {
    ProjectReference reference = project.reference(frame).orElse(null);
    if (reference == null) {
      return result(name);
    }
    LabelMap own = project.readReference(frame).labels();
    return Optional.of(
        reference.whole()
            ? own
            : result(name).map(found -> reference.over(own, found)).orElse(own));
  }

  private Optional<LabelMap> result(String name) {
    Path file = file(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    LabelMap labels = reader.read(file).labels();
    if (labels.width() != project.width() || labels.height() != project.height()) {
      throw new EngramException(
          String.format(
              "%s: %dx%d, but the frames are %dx%d. Segment the project again.",
              file, labels.width(), labels.height(), project.width(), project.height()));
    }
    return Optional.of(labels);
  }

  @Override
  public Optional<Path> probabilities(int frame, String name) {
    if (project.reference(frame).isPresent()) {
      return Optional.empty();
    }
    Path file = results.resolve("probabilities").resolve(name + ".npy");
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }
}
