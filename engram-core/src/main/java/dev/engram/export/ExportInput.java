package dev.engram.export;

import dev.engram.common.EngramException;
import dev.engram.mask.FrameNames;
import dev.engram.mask.MaskEntry;
import dev.engram.mask.MaskSet;
import dev.engram.mask.Palette;
import dev.engram.project.Project;
import dev.engram.project.ProjectObject;
import dev.engram.video.FrameAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A video with its masks and objects.
 *
 * @param video a file, a folder of images or an address, as {@link FrameAccess#open} takes it
 * @param masks of its frames; their labels that are none of the objects' are background
 * @param objects by ascending label
 */
public record ExportInput(String video, MaskSource masks, List<ExportObject> objects) {
  /** Copies the list. */
  public ExportInput {
    objects = List.copyOf(objects);
  }

  /**
   * A project: its references, and the results for all other frames. Reads the references, so that
   * a damaged one is known before the long work.
   *
   * @param results where the results are; null for the project's own folder
   * @throws EngramException if the project has no object, or a reference cannot be read
   */
  public static ExportInput of(Project project, @Nullable Path results) {
    if (project.objects().isEmpty()) {
      throw new EngramException(
          project.folder()
              + ": the project has no object yet. Add a mask: engram references add "
              + project.folder()
              + " MASK.png.");
    }
    project.references().forEach(reference -> project.readReference(reference.frame()));
    Map<Integer, Integer> colours = project.objectColours();
    List<ExportObject> objects =
        project.objects().stream().map(object -> coloured(object, colours)).toList();
    Path folder = results == null ? project.masksFolder() : results;
    return new ExportInput(project.input().toString(), new ProjectMasks(project, folder), objects);
  }

  private static ExportObject coloured(ProjectObject object, Map<Integer, Integer> colours) {
    int label = object.label();
    int rgb = colours.getOrDefault(label, Palette.davis().rgb(label));
    return new ExportObject(label, object.name(), rgb);
  }

  /**
   * A video and its masks, matched by name or number. Reads all masks, to know their objects.
   *
   * @param masks a file or a folder, as {@link MaskSet#open(Path)} takes it
   * @throws EngramException if one of the two cannot be read, a mask belongs to no frame or has
   *     another size, or none shows an object
   */
  public static ExportInput of(String video, Path masks) {
    try (FrameAccess access = FrameAccess.open(video)) {
      SortedMap<Integer, MaskEntry> matched =
          MaskSet.open(masks).match(FrameNames.orUnknown(access.names()));
      if (access.frameCount() > 0) {
        MaskSet.requireBefore(matched, access.frameCount());
      }
      GivenMasks given = new GivenMasks(masks, matched, access.width(), access.height());
      List<ExportObject> objects = given.survey();
      if (objects.isEmpty()) {
        throw new EngramException(masks + ": no mask shows an object. Give others.");
      }
      return new ExportInput(video, given, objects);
    }
  }

  /**
   * The objects that the options ask for.
   *
   * @throws EngramException if there is no such object; lists those there are
   */
  List<ExportObject> chosen(ExportOptions options) {
    for (int label : options.objects()) {
      if (objects.stream().noneMatch(object -> object.label() == label)) {
        throw new EngramException(
            "--objects " + label + ": there is no such object. Give some of " + listed() + ".");
      }
    }
    return options.objects().isEmpty()
        ? objects
        : objects.stream().filter(o -> options.objects().contains(o.label())).toList();
  }

  private String listed() {
    return String.join(", ", objects.stream().map(o -> o.label() + " (" + o.name() + ")").toList());
  }
}
