package dev.engram.train.data;

import dev.engram.common.EngramException;
import dev.engram.common.NaturalOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Images and the masks of the same base name. */
final class PairedFolders {
  private static final List<String> EXTENSIONS =
      List.of(".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff");

  private PairedFolders() {}

  /** An image and its mask. */
  record Pair(Path image, Path mask) {}

  /**
   * All images of a folder with their masks, in natural order.
   *
   * @throws EngramException if a folder is missing or empty, or an image has no mask
   */
  static List<Pair> find(Path images, Path masks) {
    Map<String, Path> byStem = list(masks);
    List<Pair> pairs = new ArrayList<>();
    for (Map.Entry<String, Path> image : list(images).entrySet()) {
      Path mask = byStem.get(image.getKey());
      if (mask == null) {
        throw new EngramException(
            image.getValue()
                + ": has no mask in "
                + masks
                + ". Add "
                + image.getKey()
                + ".png there, or remove the image.");
      }
      pairs.add(new Pair(image.getValue(), mask));
    }
    return pairs;
  }

  private static Map<String, Path> list(Path folder) {
    Map<String, Path> found = new TreeMap<>(NaturalOrder.COMPARATOR);
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            String name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            if (dot > 0 && EXTENSIONS.contains(name.substring(dot).toLowerCase(Locale.ROOT))) {
              found.put(name.substring(0, dot), file);
            }
          });
    } catch (IOException e) {
      throw new EngramException(folder + ": no such folder. Check the data's path.", e);
    }
    if (found.isEmpty()) {
      throw new EngramException(folder + ": holds no image. Check the data's path.");
    }
    return found;
  }
}
