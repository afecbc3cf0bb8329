package dev.engram.project;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import dev.engram.mask.FrameNames;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskColours;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A project folder: {@code project.json} with the input and settings, {@code references/} with the
 * user's masks, {@code masks/} for results.
 *
 * <p>Every change is on disk when its method returns: files are written beside their names, then
 * renamed. The input and the masks that were imported are only read. A project belongs to one
 * thread, and a folder to one {@code Project} at a time: what another one has written since {@link
 * #open} is not seen, and written over.
 */
public final class Project {
  /** The file that makes a folder a project. */
  public static final String FILE = "project.json";

  static final String FRAMES = "frames";
  static final String REFERENCES = "references";
  private static final String MASKS = "masks";

  private final Path folder;
  private final InputFrames frames;
  private final ReferenceMasks masks;
  private ProjectData data;

  private Project(Path folder, InputFrames frames, ProjectData data) {
    this.folder = folder;
    this.frames = frames;
    this.masks = new ReferenceMasks(folder, data.width(), data.height());
    this.data = data;
  }

  /**
   * Opens a project. Neither the input nor the masks are decoded yet.
   *
   * @throws EngramException if it is no project, {@code project.json} is damaged or of a newer
   *     format, or the input is not there any more
   */
  public static Project open(Path folder) {
    ProjectData data = FolderFiles.readProject(folder);
    Path input =
        InputPath.find(folder, data.input())
            .orElseThrow(
                () ->
                    new EngramException(
                        String.format(
                            "%s: its input %s is not there any more. Put it back, or say where it"
                                + " is: engram references relocate %s INPUT.",
                            folder.resolve(FILE),
                            InputPath.resolve(folder, data.input()),
                            folder)));
    return new Project(folder, new InputFrames(input, data.frames()), data);
  }

  /**
   * Makes a project without references. Counts the frames, of a video in one pass.
   *
   * @param folder is made if it is missing, and must be empty
   * @param input a video file or a folder of images, which stays where it is
   * @throws EngramException if the folder is not empty or cannot be written, or the input cannot be
   *     read
   */
  public static Project create(Path folder, Path input) {
    FolderFiles.requireFree(folder);
    Project project = begin(folder, input, Footage.of(input));
    project.save();
    return project;
  }

  /** A project that is not on disk before {@link #save}. */
  static Project begin(Path folder, Path input, Footage footage) {
    Folders.make(folder);
    ProjectData data =
        new ProjectData(
            InputPath.of(folder, input),
            footage.frames(),
            footage.width(),
            footage.height(),
            List.of(),
            List.of(),
            Map.of());
    return new Project(folder, InputFrames.of(input, footage), data);
  }

  /**
   * Says where the input of a project is now.
   *
   * @param input of as many frames of the same size as before
   * @throws EngramException if it has others, cannot be read, or the folder is no project
   */
  public static Project relocate(Path folder, Path input) {
    ProjectData data = FolderFiles.readProject(folder);
    Footage footage = Footage.of(input);
    if (footage.frames() != data.frames()
        || footage.width() != data.width()
        || footage.height() != data.height()) {
      throw new EngramException(
          String.format(
              "%s: has %s, but the project's input had %d of %dx%d. Give the same video.",
              input, footage.describe(), data.frames(), data.width(), data.height()));
    }
    ProjectData moved = data.withInput(InputPath.of(folder, input));
    Project project = new Project(folder, InputFrames.of(input, footage), moved);
    project.save();
    return project;
  }

  void save() {
    ProjectJsonWriter.write(folder.resolve(FILE), data);
  }

  /** The project's folder, as it was given. */
  public Path folder() {
    return folder;
  }

  /** The video file or folder of images. */
  public Path input() {
    return frames.input();
  }

  /** Where {@code engram segment} puts the masks of all frames; may not exist yet. */
  public Path masksFolder() {
    return folder.resolve(MASKS);
  }

  /** How many frames the input has. */
  public int frames() {
    return data.frames();
  }

  /** Pixels a row of every frame and mask. */
  public int width() {
    return data.width();
  }

  /** Rows of every frame and mask. */
  public int height() {
    return data.height();
  }

  /** What the references show, and objects that were put beside it, by ascending label. */
  public List<ProjectObject> objects() {
    return data.objects();
  }

  /** The labels of the objects, ascending; the caller's own set. */
  public Set<Integer> labels() {
    return objects().stream()
        .map(ProjectObject::label)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The frames that have a mask of the user's, ascending. */
  public List<ProjectReference> references() {
    return data.references();
  }

  /**
   * Free keys and values. Commands take {@code model} unless told otherwise; others are the user's.
   */
  public Map<String, String> settings() {
    return data.settings();
  }

  /** Puts these settings in the place of all others; copies them. */
  public void putSettings(Map<String, String> settings) {
    data = data.withSettings(settings);
    save();
  }

  /** What an object is called; also one that only a mask shows that was changed by hand. */
  public String objectName(int label) {
    return objects().stream()
        .filter(object -> object.label() == label)
        .findFirst()
        .orElseGet(() -> ProjectObject.unnamed(label))
        .name();
  }

  /**
   * Calls an object by another name.
   *
   * @throws EngramException if no reference shows it
   */
  public void nameObject(int label, String name) {
    name(label, name);
    save();
  }

  void name(int label, String name) {
    if (data.objects().stream().noneMatch(object -> object.label() == label)) {
      throw new EngramException(folder + ": has no object " + label + ". Mark it in a mask first.");
    }
    data = data.withName(label, name);
  }

  /**
   * Lets references that are the whole truth speak of none but the objects there are: those that
   * they lack are named absent. What they say stays the same, until another object comes.
   *
   * @throws EngramException if a mask cannot be read
   */
  public void limitReferences() {
    for (ProjectReference reference : references()) {
      if (reference.whole()) {
        Set<Integer> absent = labels();
        absent.removeAll(masks.labelsOf(reference, frameName(reference.frame())));
        data = data.with(new ProjectReference(reference.frame(), reference.mask(), false, absent));
      }
    }
    save();
  }

  /**
   * Puts these objects in the place of all others. They may be more than the references show, and
   * stay until a reference is removed.
   *
   * @throws EngramException if one that a reference shows is missing
   */
  public void putObjects(List<ProjectObject> objects) {
    Set<Integer> labels =
        objects.stream().map(ProjectObject::label).collect(Collectors.toCollection(TreeSet::new));
    for (ProjectReference reference : references()) {
      for (int label : masks.labelsOf(reference, frameName(reference.frame()))) {
        if (!labels.contains(label)) {
          throw new EngramException(
              String.format(
                  "%s: frame %s shows object %d. Take it out of the mask first.",
                  folder, frameName(reference.frame()), label));
        }
      }
    }
    data = data.withObjects(objects);
    save();
  }

  /**
   * What is known of the frames, to find those of masks.
   *
   * @throws EngramException if the input is a folder that has other images than before
   */
  public FrameNames frameNames() {
    return frames.names();
  }

  /** What is known of the frames. */
  Footage footage() {
    return new Footage(frames(), width(), height(), frames.stems());
  }

  /**
   * A frame's name, after which its mask is called: an image's own, or five digits.
   *
   * @throws EngramException if there is no such frame
   */
  public String frameName(int frame) {
    return frames.name(frame);
  }

  /** Whether a frame has a reference, or a file lies where its mask would go. */
  public boolean isTaken(int frame) {
    return data.reference(frame).isPresent() || Files.exists(folder.resolve(referenceFile(frame)));
  }

  /** The file of a frame's reference, relative to the folder; may not be there yet. */
  public String referenceFile(int frame) {
    return data.reference(frame)
        .map(ProjectReference::mask)
        .orElseGet(() -> REFERENCES + "/" + frameName(frame) + ".png");
  }

  /**
   * Reads the mask of a reference, as it was put.
   *
   * @throws EngramException if the frame has none, or the file is missing, damaged or of another
   *     size
   */
  public Mask readReference(int frame) {
    return masks.read(require(frame), frameName(frame));
  }

  /**
   * The masks of all references, by frame; nothing is read.
   *
   * @throws EngramException if there is none, a file is missing, or the input is a folder that has
   *     other images than before
   */
  public SortedMap<Integer, Path> referenceFiles() {
    frameNames();
    if (references().isEmpty()) {
      throw new EngramException(
          String.format(
              "%s: the project has no reference yet. Add one: engram references add %s MASK.png.",
              folder, folder));
    }
    return masks.files(references());
  }

  /**
   * Refuses results where the project itself is, by whatever links they would come there.
   *
   * @param out where they would go; may not exist yet
   * @throws EngramException if that is {@code project.json}, or the references' folder or in it
   */
  public void requireOutside(Path out) {
    Path target = Folders.real(out);
    if (target.startsWith(Folders.real(folder.resolve(REFERENCES)))) {
      throw new EngramException(
          out + ": holds the project's references. Choose another output folder.");
    }
    if (target.equals(Folders.real(folder.resolve(FILE)))) {
      throw new EngramException(out + ": is the project itself. Choose another name.");
    }
  }

  /**
   * The references of frames, none of them twice.
   *
   * @param frames names or numbers, as {@link FrameNames#frameOf} takes them
   * @throws EngramException if one is no frame, or has no reference
   */
  public List<ProjectReference> requireReferences(List<String> frames) {
    FrameNames known = frameNames();
    return frames.stream().map(known::frameOf).distinct().map(this::require).toList();
  }

  private ProjectReference require(int frame) {
    return data.reference(frame)
        .orElseThrow(
            () ->
                new EngramException(
                    String.format(
                        "%s: frame %s has no reference. 'engram references list' shows those there"
                            + " are.",
                        folder, frameName(frame))));
  }

  /**
   * Makes a mask the reference of a frame, in the place of the one it had.
   *
   * @param mask of the frames' size; comes back label for label
   * @param palette its colours; not used if a label is above 255
   * @param whole as {@link ProjectReference#whole}
   * @throws EngramException if there is no such frame, the mask has another size or it cannot be
   *     written
   */
  public void putReference(int frame, LabelMap mask, Palette palette, boolean whole) {
    put(frame, mask, palette, whole, Set.of());
    save();
  }

  /**
   * Makes a mask that does not say everything the reference of a frame.
   *
   * @param absent labels of objects that are not in the frame; it says nothing of others that the
   *     mask lacks
   * @throws EngramException as {@link #putReference(int, LabelMap, Palette, boolean)}
   */
  public void putPartialReference(int frame, LabelMap mask, Palette palette, Set<Integer> absent) {
    put(frame, mask, palette, false, absent);
    save();
  }

  void put(int frame, LabelMap mask, Palette palette, boolean whole) {
    put(frame, mask, palette, whole, Set.of());
  }

  private void put(int frame, LabelMap mask, Palette palette, boolean whole, Set<Integer> absent) {
    String file = referenceFile(frame);
    if (mask.width() != width() || mask.height() != height()) {
      throw new EngramException(
          String.format(
              "frame %s: its mask is %dx%d, but the frames are %dx%d. Give one of the frames' size.",
              frameName(frame), mask.width(), mask.height(), width(), height()));
    }
    boolean replaces = data.reference(frame).isPresent();
    MaskWriter.write(folder.resolve(file), mask, palette);
    masks.written(frame, mask);
    data = data.with(new ProjectReference(frame, file, whole, absent));
    Set<Integer> labels = replaces ? shown() : labels();
    Arrays.stream(mask.labels()).forEach(labels::add);
    data = data.withLabels(labels);
  }

  /**
   * Takes a reference out and deletes its mask. Objects that no other shows are gone with it.
   *
   * @throws EngramException if the frame has none, or it cannot be deleted
   */
  public void removeReference(int frame) {
    ProjectReference reference = require(frame);
    data = data.without(frame);
    data = data.withLabels(shown());
    save();
    Path file = folder.resolve(reference.mask());
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be deleted (" + AtomicFile.reason(e) + "). Delete it by hand.", e);
    }
  }

  /** The labels of all references; those known so far if a mask cannot be read. */
  private Set<Integer> shown() {
    try {
      Set<Integer> shown = new TreeSet<>();
      for (ProjectReference reference : references()) {
        shown.addAll(masks.labelsOf(reference, frameName(reference.frame())));
      }
      return shown;
    } catch (EngramException e) {
      return labels();
    }
  }

  /**
   * The colours in which the references show their objects, so that further masks of the same
   * colours get the same labels.
   *
   * @throws EngramException as {@link #readReference}
   */
  public MaskColours colours() {
    return MaskColours.known(masks.rgbByLabel(references(), this::frameName));
  }

  /**
   * The colours in which objects are shown, as {@code 0xRRGGBB} by label: an object's own, else the
   * one that its masks have. Masks are read only if an object has none of its own.
   *
   * @return without objects that have neither; of labels too that only masks show, if they were
   *     read
   * @throws EngramException as {@link #readReference}
   */
  public Map<Integer, Integer> objectColours() {
    Map<Integer, Integer> rgbByLabel = new TreeMap<>();
    for (ProjectObject object : objects()) {
      if (object.colour() != null) {
        rgbByLabel.put(object.label(), object.colour());
      }
    }
    if (rgbByLabel.size() < objects().size()) {
      masks.rgbByLabel(references(), this::frameName).forEach(rgbByLabel::putIfAbsent);
    }
    return rgbByLabel;
  }

  /** The reference of a frame, if it has one. */
  public Optional<ProjectReference> reference(int frame) {
    return data.reference(frame);
  }
}
