package dev.engram.train.data;

import dev.engram.common.EngramException;
import dev.engram.common.NaturalOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images and the masks of the same base name. */
final class PairedFolders {
  private static final List<String> EXTENSIONS =
      List.of(".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff");

  private static final List<String> PHOTOGRAPHS = List.of(".jpg", ".jpeg");

  private PairedFolders() {}

  /** An image and its mask. */
  record Pair(Path image, Path mask) {}

  /**
   * The images of a static data set: {@code images/NAME.jpg} with {@code masks/NAME.png}, or {@code
   * NAME.jpg} beside {@code NAME.png} in the folder and those below it (DUTS, FSS-1000).
   *
   * @throws EngramException if a folder is missing or empty, or an image has no mask
   */
  static List<Pair> images(Path folder) {
    if (Files.isDirectory(folder.resolve("images"))) {
      return paired(folder.resolve("images"), folder.resolve("masks"));
    }
    List<Pair> pairs = new ArrayList<>();
    for (Path inner : foldersBelow(folder)) {
      Map<String, Path> photographs = files(inner, PHOTOGRAPHS);
      Map<String, Path> masks = files(inner, List.of(".png"));
      photographs.forEach((stem, image) -> pairs.add(pair(image, masks.get(stem), inner)));
    }
    if (pairs.isEmpty()) {
      throw new EngramException(
          folder
              + ": holds neither images/ and masks/ nor .jpg files beside .png masks."
              + " Check the data's path.");
    }
    return pairs;
  }

  private static List<Pair> paired(Path images, Path masks) {
    Map<String, Path> byStem = someFiles(masks);
    List<Pair> pairs = new ArrayList<>();
    someFiles(images).forEach((stem, image) -> pairs.add(pair(image, byStem.get(stem), masks)));
    return pairs;
  }

  private static Pair pair(Path image, @Nullable Path mask, Path masks) {
    if (mask == null) {
      throw new EngramException(
          image
              + ": has no mask in "
              + masks
              + ". Add "
              + stem(image)
              + ".png there, or remove the image.");
    }
    return new Pair(image, mask);
  }

  /**
   * The images of a folder that have a mask of the same name in another, in natural order.
   *
   * @throws EngramException if a folder is missing or empty
   */
  static List<Pair> annotated(Path images, Path masks) {
    Map<String, Path> byStem = someFiles(masks);
    List<Pair> pairs = new ArrayList<>();
    someFiles(images)
        .forEach(
            (stem, image) -> {
              Path mask = byStem.get(stem);
              if (mask != null) {
                pairs.add(new Pair(image, mask));
              }
            });
    return pairs;
  }

  /** A file's name without its ending. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static Map<String, Path> someFiles(Path folder) {
    Map<String, Path> found = files(folder, EXTENSIONS);
    if (found.isEmpty()) {
      throw new EngramException(folder + ": holds no image. Check the data's path.");
    }
    return found;
  }

  private static Map<String, Path> files(Path folder, List<String> extensions) {
    Map<String, Path> found = new TreeMap<>(NaturalOrder.COMPARATOR);
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(
              file -> {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                return extensions.stream().anyMatch(name::endsWith);
              })
          .forEach(file -> found.put(stem(file), file));
    } catch (IOException e) {
      throw new EngramException(folder + ": no such folder. Check the data's path.", e);
    }
    return found;
  }

  private static List<Path> foldersBelow(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isDirectory)
          .sorted(Comparator.comparing(Path::toString, NaturalOrder.COMPARATOR))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new EngramException(folder + ": no such folder. Check the data's path.", e);
    }
  }
}
