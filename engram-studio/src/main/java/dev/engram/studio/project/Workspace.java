package dev.engram.studio.project;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Palette;
import dev.engram.project.Project;
import dev.engram.project.ProjectObject;
import dev.engram.project.ProjectReference;
import dev.engram.project.ReferenceFiles;
import dev.engram.studio.mask.MaskEdit;
import dev.engram.studio.mask.MaskFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An open project: its objects, the user's masks (references) and those that were propagated. Every
 * change is on disk when its method returns, and all but propagated masks can be undone.
 *
 * <p>A frame that is edited becomes a reference. Its mask says nothing of objects that came later,
 * but an object that was taken out of it is not in the frame. May be used by any thread.
 */
public final class Workspace implements AutoCloseable {
  private static final String NEXT_LABEL = "studio.next_label";

  private final History history;
  private final MaskFolder masks;
  private final Confidences confidences;
  private final WorkspaceListener listener;
  private final Map<Integer, Long> revisions = new HashMap<>();
  private final ShownReferences references =
      new ShownReferences(frame -> project().readReference(frame).labels());
  private Project project;
  private Palette palette;
  private long changes = System.currentTimeMillis();
  private List<Look> looks;
  private long looked;

  /** What an object looks like in a mask. */
  private record Look(int label, @Nullable Integer colour) {}

  /**
   * @param listener hears of every change, on the thread that made it
   * @throws EngramException if the project's history is damaged
   */
  public Workspace(Project project, WorkspaceListener listener) {
    this.project = project;
    this.listener = listener;
    looks = looks();
    palette = ObjectColours.palette(project);
    history = new History(project.folder());
    masks =
        new MaskFolder(
            project.masksFolder(),
            project.frames(),
            project::frameName,
            failure -> listener.failed(String.valueOf(failure.getMessage())));
    confidences =
        new Confidences(project.masksFolder().resolve("confidence.json"), project.frames());
  }

  /** The project as it is now; only to be read. */
  public synchronized Project project() {
    return project;
  }

  /** The propagated masks. */
  public MaskFolder masks() {
    return masks;
  }

  /** How sure the model was of them. */
  public Confidences confidences() {
    return confidences;
  }

  /** Grows whenever the mask that is shown of a frame changes. */
  public synchronized long revision(int frame) {
    return revisions.getOrDefault(frame, 0L);
  }

  /**
   * Grows whenever the mask that is shown of any frame changes, or objects come, go or change
   * colour.
   */
  public synchronized long revision() {
    return changes;
  }

  /** As {@link #revision(int)}, and grows when objects come, go or change their colours. */
  public synchronized long shownRevision(int frame) {
    return Math.max(revision(frame), looked);
  }

  /** The objects that the reference of a frame shows. */
  public synchronized List<Integer> referenceLabels(int frame) {
    return references.labels(frame);
  }

  /** What {@link #undo} would undo; null for nothing. */
  public synchronized @Nullable String undoTitle() {
    return history.undoTitle();
  }

  /** What {@link #redo} would do again; null for nothing. */
  public synchronized @Nullable String redoTitle() {
    return history.redoTitle();
  }

  /** The colours of the objects. */
  public synchronized Palette palette() {
    return palette;
  }

  /**
   * The mask that is shown of a frame: the user's own, else the propagated one, else nothing but
   * background.
   *
   * @throws EngramException if there is no such frame, or its mask is damaged
   */
  public LabelMap mask(int frame) {
    requireFrame(frame);
    synchronized (this) {
      if (project.reference(frame).isPresent()) {
        return references.mask(frame);
      }
    }
    LabelMap propagated = masks.get(frame);
    if (propagated == null) {
      int pixels = project().width() * project().height();
      return LabelMap.of(project().width(), project().height(), new int[pixels]);
    }
    return MaskEdit.only(propagated, labels());
  }

  /**
   * @throws EngramException if there is no such frame
   */
  public void requireFrame(int frame) {
    if (frame < 0 || frame >= project().frames()) {
      throw new EngramException(
          "frame " + frame + ": there are frames 0 to " + (project().frames() - 1) + ".");
    }
  }

  private synchronized Set<Integer> labels() {
    Set<Integer> labels = new TreeSet<>();
    project.objects().forEach(object -> labels.add(object.label()));
    return labels;
  }

  /**
   * An object by its label.
   *
   * @throws EngramException if there is none
   */
  public synchronized ProjectObject object(int label) {
    return project.objects().stream()
        .filter(object -> object.label() == label)
        .findFirst()
        .orElseThrow(
            () -> new EngramException("object " + label + ": is not there. Add an object first."));
  }

  /** What can be done to masks with the locks as they are. */
  public synchronized MaskEdit maskEdit() {
    Set<Integer> locked = new HashSet<>();
    project.objects().stream()
        .filter(ProjectObject::locked)
        .forEach(object -> locked.add(object.label()));
    return new MaskEdit(locked);
  }

  /**
   * An object that may be drawn.
   *
   * @throws EngramException if it is not there, or locked
   */
  public synchronized ProjectObject requireOpen(int label) {
    ProjectObject object = object(label);
    if (object.locked()) {
      throw new EngramException(object.name() + ": is locked. Unlock it first.");
    }
    return object;
  }

  /**
   * Changes the mask of a frame, which becomes a reference; nothing happens if it stays the same.
   *
   * @param title of the change, as a person would call it
   * @param change gets the mask that is shown; may show no object that is not there
   */
  public synchronized void edit(int frame, String title, UnaryOperator<LabelMap> change) {
    LabelMap before = mask(frame);
    LabelMap after = change.apply(before);
    if (!after.equals(before)) {
      put(frame, title, before, after);
    }
  }

  /** Makes the mask of a frame, as it is shown, a reference. */
  public synchronized void addReference(int frame) {
    if (project.reference(frame).isEmpty()) {
      LabelMap mask = mask(frame);
      put(frame, "Reference at frame " + frame, mask, mask);
    }
  }

  /** Takes a reference out; the propagated mask of its frame, if any, is shown again. */
  public synchronized void removeReference(int frame) {
    requireFrame(frame);
    record(
        "Removal of the reference at frame " + frame,
        frame,
        Set.of(frame),
        () -> {
          List<ProjectObject> objects = project.objects();
          project.removeReference(frame);
          project.putObjects(objects);
        });
  }

  private void put(int frame, String title, LabelMap before, LabelMap after) {
    Optional<ProjectReference> known = project.reference(frame);
    Set<Integer> absent = new TreeSet<>(known.map(ProjectReference::absent).orElse(Set.of()));
    Arrays.stream(before.labels()).forEach(absent::add);
    Arrays.stream(after.labels()).forEach(absent::remove);
    boolean whole = known.map(ProjectReference::whole).orElse(false);
    record(title, frame, Set.of(frame), () -> write(frame, after, whole, absent));
  }

  /** Objects stay, also those that no mask shows any more. */
  private void write(int frame, LabelMap mask, boolean whole, Set<Integer> absent) {
    List<ProjectObject> objects = project.objects();
    if (whole) {
      project.putReference(frame, mask, palette(), true);
    } else {
      project.putPartialReference(frame, mask, palette(), absent);
    }
    project.putObjects(objects);
  }

  /**
   * Adds an object.
   *
   * @param name null for a usual one
   * @param colour {@code 0xRRGGBB}; null for one that is not taken
   */
  public synchronized ProjectObject addObject(@Nullable String name, @Nullable Integer colour) {
    int next = project.objects().stream().mapToInt(ProjectObject::label).max().orElse(0) + 1;
    // masks of an object that is gone are still there, so its label does not come again
    int label = Math.max(next, Integer.parseInt(project.settings().getOrDefault(NEXT_LABEL, "1")));
    if (label > LabelMap.MAX_LABEL) {
      throw new EngramException("No more objects fit into a mask. Use one of those there are.");
    }
    ProjectObject object =
        new ProjectObject(
            label,
            name == null ? ProjectObject.unnamed(label).name() : name,
            colour == null ? ObjectColours.of(label) : colour,
            false,
            false);
    List<ProjectObject> objects = new ArrayList<>(project.objects());
    objects.add(object);
    record(
        "New object " + object.name(),
        -1,
        Set.of(),
        () -> {
          Map<String, String> settings = new LinkedHashMap<>(project.settings());
          settings.put(NEXT_LABEL, Integer.toString(label + 1));
          project.putSettings(settings);
          // they say nothing of an object that nobody had thought of
          project.limitReferences();
          project.putObjects(objects);
        });
    return object;
  }

  /** Puts an object in the place of the one with its label. */
  public synchronized void changeObject(ProjectObject changed) {
    ProjectObject before = object(changed.label());
    if (before.equals(changed)) {
      return;
    }
    List<ProjectObject> objects =
        project.objects().stream().map(each -> each.equals(before) ? changed : each).toList();
    record("Change of " + before.name(), -1, Set.of(), () -> project.putObjects(objects));
  }

  /** Takes an object out of all references, and with it those that show nothing else. */
  public synchronized void deleteObject(int label) {
    ProjectObject object = object(label);
    List<ProjectObject> others =
        project.objects().stream().filter(each -> each.label() != label).toList();
    Set<Integer> touched = new TreeSet<>();
    Map<Integer, LabelMap> shown = new HashMap<>();
    for (ProjectReference reference : project.references()) {
      LabelMap mask = project.readReference(reference.frame()).labels();
      shown.put(reference.frame(), mask);
      if (mask.area(label) > 0 || reference.absent().contains(label)) {
        touched.add(reference.frame());
      }
    }
    record(
        "Deletion of " + object.name(),
        -1,
        touched,
        () -> {
          Set<Integer> labels = new HashSet<>();
          others.forEach(each -> labels.add(each.label()));
          for (int frame : touched) {
            withoutObject(
                frame, MaskEdit.only(shown.getOrDefault(frame, mask(frame)), labels), label);
          }
          project.putObjects(others);
        });
  }

  private void withoutObject(int frame, LabelMap rest, int label) {
    ProjectReference reference = project.reference(frame).orElseThrow();
    Set<Integer> absent = new TreeSet<>(reference.absent());
    absent.remove(label);
    if (rest.labels().length == 0 && absent.isEmpty()) {
      List<ProjectObject> objects = project.objects();
      project.removeReference(frame);
      project.putObjects(objects);
    } else {
      write(frame, rest, reference.whole(), absent);
    }
  }

  /**
   * What an import takes.
   *
   * @param objects that its masks show, as they are called in the project
   * @param replaced frames among them whose references go
   */
  public record Import(Set<Integer> frames, List<ProjectObject> objects, Set<Integer> replaced) {}

  /**
   * Reads mask files as {@link #importMasks} does, and changes nothing.
   *
   * @throws EngramException as {@link #importMasks}
   */
  public synchronized Import previewMasks(List<Path> files) {
    return preview(ReferenceFiles.of(project, files, null));
  }

  private Import preview(ReferenceFiles masks) {
    Set<Integer> replaced = new TreeSet<>(masks.frames());
    replaced.removeIf(frame -> project.reference(frame).isEmpty());
    Map<Integer, ProjectObject> known = new TreeMap<>();
    project.objects().forEach(each -> known.put(each.label(), each));
    List<ProjectObject> objects =
        masks.labels().stream()
            .map(label -> known.getOrDefault(label, new ProjectObject(label, masks.nameOf(label))))
            .toList();
    return new Import(masks.frames(), objects, replaced);
  }

  /**
   * Makes mask files references, in the place of those that their frames have.
   *
   * @param files named after their frames
   * @return what was taken
   * @throws EngramException if one belongs to no frame, shows no object or has another size; none
   *     is taken then
   */
  public synchronized Import importMasks(List<Path> files) {
    ReferenceFiles masks = ReferenceFiles.of(project, files, null);
    Import taken = preview(masks);
    Set<Integer> frames = masks.frames();
    String title =
        frames.size() == 1 ? "Import of a mask" : "Import of " + frames.size() + " masks";
    record(
        title,
        frames.stream().mapToInt(Integer::intValue).min().orElse(-1),
        frames,
        () -> {
          Map<Integer, ProjectObject> objects = new TreeMap<>();
          project.objects().forEach(each -> objects.put(each.label(), each));
          masks.add(true, true);
          project.objects().forEach(each -> objects.putIfAbsent(each.label(), each));
          project.putObjects(List.copyOf(objects.values()));
        });
    return taken;
  }

  /** Puts settings in the place of those of the same names; null takes one out. */
  public synchronized void putSettings(Map<String, @Nullable String> settings) {
    Map<String, String> all = new LinkedHashMap<>(project.settings());
    settings.forEach(
        (key, value) -> {
          if (value == null) {
            all.remove(key);
          } else {
            all.put(key, value);
          }
        });
    if (!all.equals(project.settings())) {
      record("Change of settings", -1, Set.of(), () -> project.putSettings(all));
    }
  }

  private void record(String title, int frame, Set<Integer> frames, Runnable change) {
    List<String> files = new ArrayList<>(List.of(Project.FILE));
    frames.forEach(each -> files.add(project.referenceFile(each)));
    try {
      history.record(title, frame, files, change);
    } catch (RuntimeException e) {
      project = Project.open(project.folder());
      throw e;
    }
    frames.forEach(this::touched);
    noticeLooks();
    listener.changed();
  }

  private void noticeLooks() {
    List<Look> now = looks();
    if (!now.equals(looks)) {
      looks = now;
      palette = ObjectColours.palette(project);
      looked = ++changes;
    }
  }

  private List<Look> looks() {
    return project.objects().stream().map(each -> new Look(each.label(), each.colour())).toList();
  }

  /** Undoes the last change. */
  public synchronized History.Step undo() {
    return stepped(history.undo());
  }

  /** Does what was undone last again. */
  public synchronized History.Step redo() {
    return stepped(history.redo());
  }

  private History.Step stepped(History.Step step) {
    Project before = project;
    project = Project.open(before.folder());
    Set<Integer> frames = new TreeSet<>();
    before.references().forEach(each -> frames.add(each.frame()));
    project.references().forEach(each -> frames.add(each.frame()));
    frames.removeIf(
        frame ->
            !step.files().contains(project.referenceFile(frame))
                && before.reference(frame).equals(project.reference(frame)));
    frames.forEach(this::touched);
    noticeLooks();
    listener.changed();
    return step;
  }

  /** Puts a propagated mask; that of a reference is not shown. */
  public void propagated(int frame, LabelMap mask, double confidence) {
    masks.put(frame, mask, palette());
    confidences.put(frame, confidence);
    touched(frame);
  }

  private synchronized void touched(int frame) {
    revisions.put(frame, ++changes);
    references.forget(frame);
    listener.maskChanged(frame);
  }

  /** Finishes writing. */
  @Override
  public void close() {
    masks.close();
    confidences.save();
  }
}
