package dev.engram.mask;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.common.NaturalOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the mask files of a video. */
final class MaskFinder {
  /** An object's folder: its number, and its name as exports have it. */
  static final Pattern OBJECT = Pattern.compile("([0-9]+)(-.*)?");

  private static final Comparator<Path> BY_NAME =
      Comparator.comparing(path -> path.getFileName().toString(), NaturalOrder.COMPARATOR);

  private MaskFinder() {}

  /** The files of each mask, in natural order of the masks. */
  static Collection<List<MaskEntry.Part>> find(Path path) {
    if (Files.isRegularFile(path)) {
      return List.of(List.of(new MaskEntry.Part(path, 0)));
    }
    if (!Files.isDirectory(path)) {
      throw new EngramException(
          path + ": no such file or folder. Give a mask file or a folder of masks.");
    }
    List<Path> children = children(path);
    List<Path> files = images(children);
    SortedMap<Integer, Path> objects = objectFolders(children);
    if (!files.isEmpty() && !objects.isEmpty()) {
      throw new EngramException(
          path
              + ": holds mask files ("
              + files.get(0).getFileName()
              + ") and folders of objects ("
              + objects.values().iterator().next().getFileName()
              + "). Keep one of both.");
    }
    if (!objects.isEmpty()) {
      return byFrame(objects);
    }
    if (files.isEmpty()) {
      throw nothingIn(path, children);
    }
    return files.stream().map(file -> List.of(new MaskEntry.Part(file, 0))).toList();
  }

  private static Collection<List<MaskEntry.Part>> byFrame(SortedMap<Integer, Path> objects) {
    int shift = objects.containsKey(0) ? 1 : 0;
    Map<String, List<MaskEntry.Part>> frames = new TreeMap<>(NaturalOrder.COMPARATOR);
    objects.forEach(
        (number, folder) -> {
          for (Path file : images(children(folder))) {
            MaskEntry.Part part = new MaskEntry.Part(file, number + shift);
            List<MaskEntry.Part> parts =
                frames.computeIfAbsent(ImageFile.stem(file), stem -> new ArrayList<>());
            if (!parts.isEmpty() && parts.get(parts.size() - 1).label() == part.label()) {
              Path other = parts.get(parts.size() - 1).file();
              throw new EngramException(
                  file + ": the same frame and object as " + other + ". Keep one of them.");
            }
            parts.add(part);
          }
        });
    return frames.values();
  }

  private static SortedMap<Integer, Path> objectFolders(List<Path> children) {
    SortedMap<Integer, Path> folders = new TreeMap<>();
    for (Path child : children) {
      Matcher name = OBJECT.matcher(child.getFileName().toString());
      if (!name.matches() || !Files.isDirectory(child) || images(children(child)).isEmpty()) {
        continue;
      }
      String digits = name.group(1);
      int number = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
      if (number >= LabelMap.MAX_LABEL) {
        throw new EngramException(
            child + ": objects' numbers end below " + LabelMap.MAX_LABEL + ". Number it lower.");
      }
      Path other = folders.put(number, child);
      if (other != null) {
        throw new EngramException(
            child + ": the same object as " + other.getFileName() + ". Keep one of them.");
      }
    }
    return folders;
  }

  private static EngramException nothingIn(Path folder, List<Path> children) {
    String wayOut = "Give a folder of PNG files";
    for (Path child : children) {
      if (Files.isDirectory(child) && !images(children(child)).isEmpty()) {
        wayOut = "Give the folder of one video, such as " + child;
        break;
      }
    }
    return new EngramException(folder + ": no mask in this folder. " + wayOut + ".");
  }

  private static List<Path> images(List<Path> children) {
    return children.stream()
        .filter(file -> ImageFile.isNamedLikeOne(file) && Files.isRegularFile(file))
        .toList();
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted(BY_NAME).toList();
    } catch (IOException e) {
      throw new EngramException(
          folder + ": cannot be read (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }
}
