package dev.engram.studio.project;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Palette;
import dev.engram.project.ProjectObject;
import dev.engram.project.ProjectReference;
import dev.engram.studio.mask.MaskEdit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The objects of a project. Each change can be undone. May be used by any thread. */
public final class ObjectList {
  private static final String NEXT_LABEL = "studio.next_label";

  private final Workspace workspace;

  ObjectList(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * An object by its label.
   *
   * @throws EngramException if there is none
   */
  public ProjectObject get(int label) {
    synchronized (workspace) {
      return workspace.project().objects().stream()
          .filter(object -> object.label() == label)
          .findFirst()
          .orElseThrow(
              () ->
                  new EngramException("object " + label + ": is not there. Add an object first."));
    }
  }

  /** Their labels, ascending; the caller's own set. */
  public Set<Integer> labels() {
    synchronized (workspace) {
      return workspace.project().labels();
    }
  }

  /** What can be done to masks with the locks as they are. */
  public MaskEdit maskEdit() {
    synchronized (workspace) {
      Set<Integer> locked = new HashSet<>();
      workspace.project().objects().stream()
          .filter(ProjectObject::locked)
          .forEach(object -> locked.add(object.label()));
      return new MaskEdit(locked);
    }
  }

  /**
   * An object that may be drawn.
   *
   * @throws EngramException if it is not there, or locked
   */
  public ProjectObject requireOpen(int label) {
    synchronized (workspace) {
      ProjectObject object = get(label);
      if (object.locked()) {
        throw new EngramException(object.name() + ": is locked. Unlock it first.");
      }
      return object;
    }
  }

  /**
   * Adds an object.
   *
   * @param name null for a usual one
   * @param colour {@code 0xRRGGBB}; null for one that is not taken
   */
  public ProjectObject add(@Nullable String name, @Nullable Integer colour) {
    synchronized (workspace) {
      int label = freeLabel();
      ProjectObject object =
          new ProjectObject(
              label,
              name == null ? ProjectObject.unnamed(label).name() : name,
              colour == null ? ObjectColours.of(label, colours()) : colour,
              false,
              false);
      List<ProjectObject> objects = new ArrayList<>(workspace.project().objects());
      objects.add(object);
      workspace.record(
          "New object " + object.name(),
          -1,
          Set.of(),
          () -> {
            Map<String, String> settings = new LinkedHashMap<>(workspace.project().settings());
            settings.put(NEXT_LABEL, Integer.toString(label + 1));
            workspace.project().putSettings(settings);
            // they say nothing of an object that nobody had thought of
            workspace.project().limitReferences();
            workspace.project().putObjects(objects);
          });
      return object;
    }
  }

  /** Puts an object in the place of the one with its label. */
  public void change(ProjectObject changed) {
    synchronized (workspace) {
      ProjectObject before = get(changed.label());
      if (before.equals(changed)) {
        return;
      }
      List<ProjectObject> objects =
          workspace.project().objects().stream()
              .map(each -> each.equals(before) ? changed : each)
              .toList();
      workspace.record(
          "Change of " + before.name(),
          -1,
          Set.of(),
          () -> workspace.project().putObjects(objects));
    }
  }

  /** Takes an object out of all references, and with it those that show nothing else. */
  public void delete(int label) {
    synchronized (workspace) {
      ProjectObject object = get(label);
      List<ProjectObject> others =
          workspace.project().objects().stream().filter(each -> each.label() != label).toList();
      Set<Integer> touched = new TreeSet<>();
      Map<Integer, LabelMap> shown = new HashMap<>();
      for (ProjectReference reference : workspace.project().references()) {
        LabelMap mask = workspace.project().readReference(reference.frame()).labels();
        shown.put(reference.frame(), mask);
        if (mask.area(label) > 0 || reference.absent().contains(label)) {
          touched.add(reference.frame());
        }
      }
      workspace.record(
          "Deletion of " + object.name(),
          -1,
          touched,
          () -> {
            Set<Integer> labels = labels();
            labels.remove(label);
            for (int frame : touched) {
              withoutObject(
                  frame, shown.getOrDefault(frame, workspace.mask(frame)).only(labels), label);
            }
            workspace.project().putObjects(others);
          });
    }
  }

  /**
   * Masks of an object that is gone are still there, so its label does not come again if it may.
   */
  private int freeLabel() {
    Set<Integer> taken = labels();
    int unused = Integer.parseInt(workspace.project().settings().getOrDefault(NEXT_LABEL, "1"));
    int highest = taken.stream().mapToInt(Integer::intValue).max().orElse(0);
    return IntStream.of(Math.max(highest + 1, unused), unused, 1)
        .flatMap(from -> IntStream.rangeClosed(from, LabelMap.MAX_LABEL))
        .filter(label -> !taken.contains(label))
        .findFirst()
        .orElseThrow(
            () ->
                new EngramException(
                    "No more objects fit into a mask. Use one of those there are."));
  }

  private Set<Integer> colours() {
    Palette palette = workspace.palette();
    return labels().stream().map(palette::rgb).collect(Collectors.toSet());
  }

  private void withoutObject(int frame, LabelMap rest, int label) {
    ProjectReference reference = workspace.project().reference(frame).orElseThrow();
    Set<Integer> absent = new TreeSet<>(reference.absent());
    absent.remove(label);
    if (rest.labels().length == 0 && absent.isEmpty()) {
      workspace.erase(frame);
    } else {
      workspace.write(frame, rest, reference.whole(), absent);
    }
  }
}
