package dev.engram.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code project.json} holds. Immutable.
 *
 * @param input as it is written there
 * @param objects by ascending label
 * @param references by ascending frame
 * @param settings in the order of the file
 */
record ProjectData(
    String input,
    int frames,
    int width,
    int height,
    List<ProjectObject> objects,
    List<ProjectReference> references,
    Map<String, String> settings) {
  ProjectData {
    objects = sorted(objects, Comparator.comparingInt(ProjectObject::label));
    references = sorted(references, Comparator.comparingInt(ProjectReference::frame));
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  private static <T> List<T> sorted(Collection<T> items, Comparator<T> order) {
    return items.stream().sorted(order).toList();
  }

  Optional<ProjectReference> reference(int frame) {
    return references.stream().filter(reference -> reference.frame() == frame).findFirst();
  }

  ProjectData withInput(String other) {
    return new ProjectData(other, frames, width, height, objects, references, settings);
  }

  /** With this reference in the place of the one that its frame had, if any. */
  ProjectData with(ProjectReference reference) {
    List<ProjectReference> all = new ArrayList<>(without(reference.frame()).references);
    all.add(reference);
    return new ProjectData(input, frames, width, height, objects, all, settings);
  }

  ProjectData without(int frame) {
    List<ProjectReference> others =
        references.stream().filter(reference -> reference.frame() != frame).toList();
    return new ProjectData(input, frames, width, height, objects, others, settings);
  }

  /** With objects of just these labels; those that had a name keep it. */
  ProjectData withLabels(Set<Integer> labels) {
    List<ProjectObject> kept =
        new ArrayList<>(objects.stream().filter(o -> labels.contains(o.label())).toList());
    Set<Integer> fresh = new TreeSet<>(labels);
    kept.forEach(object -> fresh.remove(object.label()));
    fresh.forEach(label -> kept.add(ProjectObject.unnamed(label)));
    return new ProjectData(input, frames, width, height, kept, references, settings);
  }

  /** With another name for an object that is there. */
  ProjectData withName(int label, String name) {
    List<ProjectObject> renamed =
        objects.stream().map(o -> o.label() == label ? o.withName(name) : o).toList();
    return new ProjectData(input, frames, width, height, renamed, references, settings);
  }

  ProjectData withObjects(List<ProjectObject> others) {
    return new ProjectData(input, frames, width, height, others, references, settings);
  }

  ProjectData withSettings(Map<String, String> others) {
    return new ProjectData(input, frames, width, height, objects, references, others);
  }
}
