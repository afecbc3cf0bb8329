package dev.engram.project;

import dev.engram.common.EngramException;
import dev.engram.mask.ColourSurvey;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskColours;
import dev.engram.mask.MaskEntry;
import dev.engram.mask.MaskSet;
import dev.engram.video.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Masks of any naming and colouring on their way into a new project: what was understood of them,
 * to be looked at before {@link #write}. Nothing of what was given is changed.
 *
 * <p>Holds no pixels: masks are read once to be understood and once to be written. Belongs to one
 * thread.
 */
public final class MaskImport {
  private static final String CVAT_MASKS = "SegmentationClass";
  private static final String CVAT_LABELS = "labelmap.txt";

  private final Path input;
  private final Path masks;
  private final Footage footage;
  private final @Nullable MaskSet set;
  private final SortedMap<Integer, MaskEntry> matched;
  private final LabelNames names;
  private final List<Row> rows = new ArrayList<>();
  private final SortedMap<Integer, ImportedObject> objects = new TreeMap<>();
  private final List<ColourSurvey.Stray> strays;

  /**
   * A mask and the frame that it belongs to.
   *
   * @param frame its index, from 0
   * @param frameName an image's own name, or the index in five digits
   * @param mask the file, or the first object's
   * @param areas pixels by label; empty if it shows no object, and is left out
   */
  public record Row(int frame, String frameName, String mask, SortedMap<Integer, Integer> areas) {}

  /**
   * An object that was found.
   *
   * @param rgb {@code 0xRRGGBB}, as the project will show it
   * @param pixels in all masks
   * @param masks how many show it
   */
  public record ImportedObject(int label, String name, int rgb, long pixels, int masks) {}

  private MaskImport(Path input, Path masks) {
    this.input = input;
    this.masks = masks;
    this.footage = Footage.of(input);
    if (AnnotationFile.is(masks)) {
      AnnotatedShapes.Labelled found = AnnotationFile.read(masks, footage).labelled();
      this.names = LabelNames.of(found.names());
      this.strays = List.of();
      this.set = null;
      this.matched = found.masks();
      understandAll();
      return;
    }
    Path folder = masks.resolve(CVAT_MASKS);
    List<Path> files = List.of(Files.isDirectory(folder) ? folder : masks);
    this.names = namesFor(masks);
    MaskColours known = names.colours();
    ColourSurvey survey = ColourSurvey.of(MaskSet.open(files, known), known);
    this.strays = survey.strays();
    MaskSet opened = MaskSet.open(files, survey.colours());
    this.set = opened;
    this.matched = opened.match(footage.frameNames());
    MaskSet.requireBefore(matched, footage.frames());
    understandAll();
  }

  private void understandAll() {
    matched.forEach(this::understand);
    if (objects.isEmpty()) {
      throw new EngramException(masks + ": no mask shows an object. Mark one in at least one.");
    }
  }

  /**
   * Finds out what masks show and where they belong.
   *
   * @param input a video file or a folder of images
   * @param masks a file; a folder of masks, or of a folder an object; the folder of a CVAT export,
   *     whose {@code labelmap.txt} names the objects; or a {@code .json} of COCO or YouTube-VIS or
   *     an {@code .xml} of "CVAT for video 1.1", whose run lengths are read
   * @throws EngramException if something cannot be read, is no mask, has another size than the
   *     frames or belongs to no frame, or nothing shows an object
   */
  public static MaskImport of(Path input, Path masks) {
    return new MaskImport(input, masks);
  }

  private static LabelNames namesFor(Path masks) {
    Path inside = masks.resolve(CVAT_LABELS);
    if (Files.isRegularFile(inside)) {
      return LabelNames.read(inside);
    }
    Path folder = masks.toAbsolutePath().normalize();
    Path beside = folder.resolveSibling(CVAT_LABELS);
    return folder.endsWith(CVAT_MASKS) && Files.isRegularFile(beside)
        ? LabelNames.read(beside)
        : LabelNames.none();
  }

  private void understand(int frame, MaskEntry entry) {
    Mask mask = entry.read(footage.width(), footage.height());
    LabelMap map = mask.labels();
    SortedMap<Integer, Integer> areas = new TreeMap<>();
    for (int label : map.labels()) {
      int area = map.area(label);
      areas.put(label, area);
      ImportedObject before = objects.get(label);
      objects.put(
          label,
          before == null
              ? new ImportedObject(label, name(label), mask.paletteOrDavis().rgb(label), area, 1)
              : new ImportedObject(
                  label, before.name(), before.rgb(), before.pixels() + area, before.masks() + 1));
    }
    rows.add(new Row(frame, frameName(frame), entry.name(), areas));
  }

  private String name(int label) {
    return names.names().getOrDefault(label, ProjectObject.unnamed(label).name());
  }

  private String frameName(int frame) {
    return Frame.nameOf(footage.names(), frame);
  }

  /** What is known of the input, such as {@code 12 frames of 64x48}. */
  public String footage() {
    return footage.describe();
  }

  /** Which mask belongs to which frame, by ascending frame. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** What the masks show, by ascending label. */
  public List<ImportedObject> objects() {
    return List.copyOf(objects.values());
  }

  /** The colours that were taken for soft edges or stray pixels, the most pixels first. */
  public List<ColourSurvey.Stray> strays() {
    return strays;
  }

  /** The label of an object by the colour that its masks have, where they have colours. */
  public OptionalInt labelOf(int rgb) {
    return set == null ? OptionalInt.empty() : set.labelOf(rgb);
  }

  /**
   * Refuses a place where something of the user's would be written over.
   *
   * @param force whether to write into a folder that is not empty, over files of the same names
   * @throws EngramException that says what is there
   */
  public static void requireFree(Path project, Path masks, boolean force) {
    if (force) {
      Path references = project.resolve(Project.REFERENCES);
      if (isSame(references, masks) || isSame(references, masks.toAbsolutePath().getParent())) {
        throw new EngramException(
            masks + ": lies in the project itself. Move the masks out of it first.");
      }
      return;
    }
    try {
      FolderFiles.requireFree(project);
    } catch (EngramException e) {
      throw new EngramException(e.getMessage() + " Or give --force to write over it.", e);
    }
  }

  private static boolean isSame(Path a, @Nullable Path b) {
    try {
      return b != null && Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Makes the project. {@code project.json} is written last, so that an import that fails leaves no
   * project.
   *
   * @param folder is made if it is missing
   * @param copyFrames whether the images are copied into the project; not for videos
   * @param force as {@link #requireFree}
   * @throws EngramException if the folder is taken, or something cannot be read or written
   */
  public Project write(Path folder, boolean copyFrames, boolean force) {
    requireFree(folder, masks, force);
    Path frames = input;
    if (copyFrames) {
      requireImages(input);
      frames = folder.resolve(Project.FRAMES);
      FolderFiles.copyImages(input, frames);
    }
    Project project = Project.begin(folder, frames, footage);
    for (Row row : rows) {
      MaskEntry entry = matched.get(row.frame());
      if (entry != null && !row.areas().isEmpty()) {
        Mask mask = entry.read(footage.width(), footage.height());
        project.put(row.frame(), mask.labels(), mask.paletteOrDavis(), true);
      }
    }
    Map<Integer, String> named = new LinkedHashMap<>(names.names());
    named.keySet().retainAll(objects.keySet());
    named.forEach(project::name);
    project.save();
    return project;
  }

  /**
   * Refuses to copy the frames of what is no folder of images.
   *
   * @throws EngramException if it is none
   */
  public static void requireImages(Path input) {
    if (!Files.isDirectory(input)) {
      throw new EngramException(
          "--copy-frames: "
              + input
              + " is no folder of images, and stays where it is. Leave the option out.");
    }
  }
}
