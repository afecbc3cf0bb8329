package dev.engram.export;

import dev.engram.mask.LabelMap;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Masks of any naming and colouring that belong to no project. */
final class GivenMasks implements MaskSource {
  private final Path folder;
  private final SortedMap<Integer, MaskEntry> matched;
  private final int width;
  private final int height;

  /**
   * @param folder where they lie; a file if there is only one
   * @param matched by frame
   */
  GivenMasks(Path folder, SortedMap<Integer, MaskEntry> matched, int width, int height) {
    this.folder = folder;
    this.matched = matched;
    this.width = width;
    this.height = height;
  }

  /** What they show; reads all of them, so that a colour is the same object in every order. */
  List<ExportObject> survey() {
    Map<Integer, Integer> rgbByLabel = new TreeMap<>();
    for (MaskEntry entry : matched.values()) {
      Mask mask = entry.read(width, height);
      for (int label : mask.labels().labels()) {
        rgbByLabel.computeIfAbsent(label, l -> mask.paletteOrDavis().rgb(l));
      }
    }
    List<ExportObject> objects = new ArrayList<>();
    rgbByLabel.forEach(
        (label, rgb) -> objects.add(new ExportObject(label, "object " + label, rgb)));
    return objects;
  }

  @Override
  public String describe() {
    return folder.toString();
  }

  @Override
  public boolean has(int frame, String name) {
    return matched.containsKey(frame);
  }

  @Override
  public Optional<LabelMap> read(int frame, String name) {
    return Optional.ofNullable(matched.get(frame)).map(entry -> entry.read(width, height).labels());
  }

  @Override
  public Optional<Path> probabilities(int frame, String name) {
    Path file = folder.resolve("probabilities").resolve(name + ".npy");
    return matched.containsKey(frame) && Files.isRegularFile(file)
        ? Optional.of(file)
        : Optional.empty();
  }
}
