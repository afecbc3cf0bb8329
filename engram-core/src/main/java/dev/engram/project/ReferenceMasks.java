package dev.engram.project;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The masks of a project's references, and which labels they show. */
final class ReferenceMasks {
  private final Path folder;
  private final int width;
  private final int height;
  private final Map<Integer, Set<Integer>> labelsOf = new HashMap<>();

  ReferenceMasks(Path folder, int width, int height) {
    this.folder = folder;
    this.width = width;
    this.height = height;
  }

  /**
   * @param frameName for messages
   * @throws EngramException if the file is missing, damaged or of another size
   */
  Mask read(ProjectReference reference, String frameName) {
    Path file =
        file(
            reference,
            "this reference is not there any more. Put it back, or take it out",
            frameName);
    Mask mask = new MaskReader().read(file);
    LabelMap map = mask.labels();
    if (map.width() != width || map.height() != height) {
      throw new EngramException(
          String.format(
              "%s: %dx%d, but the frames are %dx%d. Give a mask of the frames' size, or take it"
                  + " out%s",
              file, map.width(), map.height(), width, height, remove(frameName)));
    }
    written(reference.frame(), map);
    return mask;
  }

  /**
   * The files of references, by frame; nothing is read.
   *
   * @throws EngramException if one is missing
   */
  SortedMap<Integer, Path> files(List<ProjectReference> references) {
    SortedMap<Integer, Path> files = new TreeMap<>();
    for (ProjectReference reference : references) {
      int frame = reference.frame();
      String problem = "is missing. Put it back, or take the reference out";
      files.put(frame, file(reference, problem, String.valueOf(frame)));
    }
    return files;
  }

  private Path file(ProjectReference reference, String problem, String frame) {
    Path file = folder.resolve(reference.mask());
    if (!Files.exists(file)) {
      throw new EngramException(file + ": " + problem + remove(frame));
    }
    return file;
  }

  private String remove(String frame) {
    return ": engram references remove " + folder + " " + frame + ".";
  }

  /** The labels of a reference, whose mask is read if they are not known yet. */
  Set<Integer> labelsOf(ProjectReference reference, String frameName) {
    Set<Integer> known = labelsOf.get(reference.frame());
    return known != null ? known : labels(read(reference, frameName).labels());
  }

  /**
   * The colours in which references show their objects, by label; the first decides.
   *
   * @throws EngramException as {@link #read}
   */
  Map<Integer, Integer> rgbByLabel(
      List<ProjectReference> references, IntFunction<String> frameName) {
    Map<Integer, Integer> rgbByLabel = new HashMap<>();
    for (ProjectReference reference : references) {
      Mask mask = read(reference, frameName.apply(reference.frame()));
      for (int label : mask.labels().labels()) {
        rgbByLabel.putIfAbsent(label, mask.paletteOrDavis().rgb(label));
      }
    }
    return rgbByLabel;
  }

  /** Notes what a frame's mask shows now. */
  void written(int frame, LabelMap mask) {
    labelsOf.put(frame, labels(mask));
  }

  private static Set<Integer> labels(LabelMap map) {
    return Arrays.stream(map.labels()).boxed().collect(Collectors.toSet());
  }
}
