package dev.engram.studio.project;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.project.ProjectObject;
import dev.engram.project.ReferenceFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Masks that come from elsewhere. May be used by any thread. */
public final class MaskImports {
  private final Workspace workspace;

  MaskImports(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * What an import takes.
   *
   * @param objects that its masks show, as they are called in the project
   * @param replaced frames among them whose references go
   * @param empty masks that show no object, and are left out
   */
  public record Taken(
      Set<Integer> frames, List<ProjectObject> objects, Set<Integer> replaced, int empty) {}

  /**
   * Reads mask files as {@link #take} does, and changes nothing.
   *
   * @throws EngramException as {@link #take}
   */
  public Taken preview(List<Path> files) {
    synchronized (workspace) {
      return understood(ReferenceFiles.of(workspace.project(), files, null));
    }
  }

  private Taken understood(ReferenceFiles masks) {
    int empty = masks.leaveEmptyOut();
    requireOpen(masks);
    Set<Integer> replaced = new TreeSet<>(masks.frames());
    replaced.removeIf(frame -> workspace.project().reference(frame).isEmpty());
    Map<Integer, ProjectObject> known = new TreeMap<>();
    workspace.project().objects().forEach(each -> known.put(each.label(), each));
    List<ProjectObject> objects =
        masks.labels().stream()
            .map(label -> known.getOrDefault(label, new ProjectObject(label, masks.nameOf(label))))
            .toList();
    return new Taken(masks.frames(), objects, replaced, empty);
  }

  /** Refuses what would change the masks of locked objects. */
  private void requireOpen(ReferenceFiles masks) {
    List<ProjectObject> locked =
        workspace.project().objects().stream().filter(ProjectObject::locked).toList();
    if (locked.isEmpty()) {
      return;
    }
    for (int frame : masks.frames()) {
      LabelMap shown = workspace.mask(frame);
      LabelMap wanted = masks.mask(frame);
      for (ProjectObject object : locked) {
        Set<Integer> label = Set.of(object.label());
        if (!shown.only(label).equals(wanted.only(label))) {
          throw new EngramException(
              String.format(
                  "%s: is locked, and the mask of frame %d would change it. Unlock it first.",
                  object.name(), frame));
        }
      }
    }
  }

  /**
   * Makes mask files references, in the place of those that their frames have.
   *
   * @param files named after their frames
   * @return what was taken
   * @throws EngramException if one belongs to no frame, has another size or would change a locked
   *     object, or none shows an object; none is taken then
   */
  public Taken take(List<Path> files) {
    synchronized (workspace) {
      ReferenceFiles masks = ReferenceFiles.of(workspace.project(), files, null);
      Taken taken = understood(masks);
      Set<Integer> frames = masks.frames();
      String title =
          frames.size() == 1 ? "Import of a mask" : "Import of " + frames.size() + " masks";
      workspace.record(
          title,
          frames.stream().mapToInt(Integer::intValue).min().orElse(-1),
          frames,
          () -> {
            Map<Integer, ProjectObject> objects = new TreeMap<>();
            workspace.project().objects().forEach(each -> objects.put(each.label(), each));
            masks.add(true, true);
            workspace.project().objects().forEach(each -> objects.putIfAbsent(each.label(), each));
            workspace.project().putObjects(List.copyOf(objects.values()));
          });
      return taken;
    }
  }
}
