package dev.engram.studio.project;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Palette;
import dev.engram.project.Project;
import dev.engram.project.ProjectObject;
import dev.engram.project.ProjectReference;
import dev.engram.studio.mask.MaskFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final ObjectList objects = new ObjectList(this);
  private final MaskImports imports = new MaskImports(this);
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
    palette = Palette.ofColours(project.objectColours());
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

  /** The objects. */
  public ObjectList objects() {
    return objects;
  }

  /** Masks from elsewhere. */
  public MaskImports imports() {
    return imports;
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
   * The mask that is shown of a frame: the user's own, and for what that says nothing of, or where
   * there is none, the propagated one.
   *
   * @throws EngramException if there is no such frame, or its mask is damaged
   */
  public LabelMap mask(int frame) {
    requireFrame(frame);
    ProjectReference reference;
    LabelMap own;
    synchronized (this) {
      reference = project.reference(frame).orElse(null);
      own =
          reference == null
              ? LabelMap.empty(project.width(), project.height())
              : references.mask(frame);
    }
    if (reference != null && reference.whole()) {
      return own;
    }
    LabelMap propagated = masks.get(frame);
    if (propagated == null) {
      return own;
    }
    LabelMap found = propagated.only(objects.labels());
    return reference == null ? found : reference.over(own, found);
  }

  /**
   * The user's own mask of a frame.
   *
   * @throws EngramException if it has none, or it is damaged
   */
  public synchronized LabelMap referenceMask(int frame) {
    return references.mask(frame);
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

  /**
   * Makes the mask of a frame, as it is shown, a reference; one without objects says that none is
   * there.
   *
   * @throws EngramException if nothing has been marked or propagated in it
   */
  public synchronized void addReference(int frame) {
    LabelMap mask = mask(frame);
    if (project.reference(frame).isPresent() && mask.equals(references.mask(frame))) {
      return;
    }
    String title = "Reference at frame " + frame;
    if (mask.labels().length > 0) {
      put(frame, title, mask, mask);
    } else if (masks.get(frame) != null) {
      Set<Integer> absent = objects.labels();
      record(title, frame, Set.of(frame), () -> write(frame, mask, false, absent));
    } else {
      throw new EngramException(
          "frame "
              + frame
              + ": has no mask to keep yet. Mark an object, or propagate to it first.");
    }
  }

  /** Takes a reference out; the propagated mask of its frame, if any, is shown again. */
  public synchronized void removeReference(int frame) {
    requireFrame(frame);
    record("Removal of the reference at frame " + frame, frame, Set.of(frame), () -> erase(frame));
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
  void write(int frame, LabelMap mask, boolean whole, Set<Integer> absent) {
    List<ProjectObject> objects = project.objects();
    if (whole) {
      project.putReference(frame, mask, palette(), true);
    } else {
      project.putPartialReference(frame, mask, palette(), absent);
    }
    project.putObjects(objects);
  }

  /** Takes a reference out; objects stay, as of {@link #write}. */
  void erase(int frame) {
    List<ProjectObject> objects = project.objects();
    project.removeReference(frame);
    project.putObjects(objects);
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

  /**
   * Makes a change that can be undone; only while this is locked.
   *
   * @param frames whose references it may touch
   */
  void record(String title, int frame, Set<Integer> frames, Runnable change) {
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
      palette = Palette.ofColours(project.objectColours());
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
