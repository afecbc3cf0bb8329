package dev.engram.project;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskEntry;
import dev.engram.mask.MaskSet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Mask files that become references of a project, all or none. */
public final class ReferenceFiles {
  private final Project project;
  private final SortedMap<Integer, MaskEntry> masks;

  private final Map<Integer, String> names;
  private final Map<Integer, int[]> shown = new HashMap<>();

  private ReferenceFiles(
      Project project, SortedMap<Integer, MaskEntry> masks, Map<Integer, String> names) {
    this.project = project;
    this.masks = masks;
    this.names = names;
  }

  /**
   * Finds masks and their frames by name, as {@link MaskSet#match} does.
   *
   * @param masks files or folders; or one {@code .json} of COCO or YouTube-VIS or one {@code .xml}
   *     of "CVAT for video 1.1", whose objects are those of the project with the same names
   * @param frame the name or number of the one mask's frame; null to find the frames by the masks'
   *     names
   * @throws EngramException if there is no mask, one belongs to no frame, or a frame is given for
   *     several
   */
  public static ReferenceFiles of(Project project, List<Path> masks, @Nullable String frame) {
    if (frame == null && masks.size() == 1 && AnnotationFile.is(masks.get(0))) {
      Map<String, Integer> known = new HashMap<>();
      project.objects().forEach(object -> known.putIfAbsent(object.name(), object.label()));
      AnnotatedShapes.Labelled found =
          AnnotationFile.read(masks.get(0), project.footage()).labelled(known);
      return new ReferenceFiles(project, found.masks(), found.names());
    }
    MaskSet set = MaskSet.open(masks, project.colours());
    if (frame == null) {
      SortedMap<Integer, MaskEntry> matched = set.match(project.frameNames());
      MaskSet.requireBefore(matched, project.frames());
      return new ReferenceFiles(project, matched, Map.of());
    }
    if (set.entries().size() != 1) {
      throw new EngramException(
          "--frame " + frame + ": goes with one mask, not " + set.entries().size() + ".");
    }
    int index = project.frameNames().frameOf(frame);
    SortedMap<Integer, MaskEntry> one = new TreeMap<>();
    project.frameName(index);
    one.put(index, set.entries().get(0));
    return new ReferenceFiles(project, one, Map.of());
  }

  /**
   * The objects that the masks show, by ascending label. Reads all of them.
   *
   * @throws EngramException if one is damaged or has another size than the frames
   */
  public Set<Integer> labels() {
    Set<Integer> labels = new TreeSet<>();
    masks.keySet().forEach(frame -> Arrays.stream(shown(frame)).forEach(labels::add));
    return labels;
  }

  /** What an object of the masks is called, in the project or where they come from. */
  public String nameOf(int label) {
    boolean known = project.objects().stream().anyMatch(object -> object.label() == label);
    return known
        ? project.objectName(label)
        : names.getOrDefault(label, ProjectObject.unnamed(label).name());
  }

  /** The frames that the masks belong to, ascending. */
  public Set<Integer> frames() {
    return Set.copyOf(masks.keySet());
  }

  /**
   * Leaves masks without an object out, as tools write them for frames that nobody has looked at.
   *
   * @return how many there were
   * @throws EngramException if no other is left
   */
  public int leaveEmptyOut() {
    int before = masks.size();
    if (before == 1) {
      requireObject(masks.firstKey());
    }
    masks.keySet().removeIf(frame -> shown(frame).length == 0);
    if (masks.isEmpty()) {
      throw new EngramException("No mask shows an object. Mark one in at least one of them.");
    }
    return before - masks.size();
  }

  private void requireObject(int frame) {
    if (shown(frame).length == 0) {
      throw new EngramException(
          entry(frame).name() + ": shows no object. Mark one, or leave the mask out.");
    }
  }

  /** The labels that a mask shows; it is read for them once. */
  private int[] shown(int frame) {
    return shown.computeIfAbsent(frame, each -> mask(each).labels());
  }

  private MaskEntry entry(int frame) {
    return Objects.requireNonNull(masks.get(frame));
  }

  /**
   * The mask of one of the {@link #frames}.
   *
   * @throws EngramException if it is damaged or has another size than the frames
   */
  public LabelMap mask(int frame) {
    return read(entry(frame)).labels();
  }

  /**
   * Reads all masks, and then makes them references.
   *
   * @param whole as {@link ProjectReference#whole}
   * @param replace whether frames that have a reference get another one
   * @return the frames, ascending
   * @throws EngramException if a mask has another size than the frames or shows no object, or a
   *     frame has a reference; nothing is written then
   */
  public List<Integer> add(boolean whole, boolean replace) {
    masks.forEach(
        (frame, entry) -> {
          if (!replace && project.isTaken(frame)) {
            throw new EngramException(
                String.format(
                    "%s: frame %s has a reference already, or a file lies in its place. Give"
                        + " --force to replace it.",
                    entry.name(), project.frameName(frame)));
          }
          requireObject(frame);
        });
    Set<Integer> before = project.labels();
    masks.forEach(
        (frame, entry) -> {
          Mask mask = read(entry);
          project.put(frame, mask.labels(), mask.paletteOrDavis(), whole);
        });
    for (ProjectObject object : project.objects()) {
      String name = names.get(object.label());
      if (name != null && !before.contains(object.label())) {
        project.name(object.label(), name);
      }
    }
    project.save();
    return List.copyOf(masks.keySet());
  }

  private Mask read(MaskEntry entry) {
    return entry.read(project.width(), project.height());
  }
}
