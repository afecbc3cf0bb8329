package dev.engram.eval;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the videos of a benchmark in the folders that it is published in: {@code JPEGImages/VIDEO}
 * and {@code Annotations/VIDEO}, in DAVIS with a folder of the resolution between, a list of the
 * split's videos in {@code ImageSets}, in YouTube-VOS and MOSE a folder of the split around all.
 */
final class BenchmarkLayout {
  private final Benchmark benchmark;
  private final Path root;
  private final String split;

  /**
   * @param data the data set's folder
   * @param split such as {@code val} or {@code test-dev}
   */
  BenchmarkLayout(Benchmark benchmark, Path data, String split) {
    this.benchmark = benchmark;
    this.root = root(data, split);
    this.split = split;
  }

  private static Path root(Path data, String split) {
    List<Path> places = new ArrayList<>();
    for (String inner : List.of("", split, "valid", "trainval", "2017/trainval", "2017/" + split)) {
      places.add(inner.isEmpty() ? data : data.resolve(inner));
    }
    return places.stream()
        .filter(place -> Files.isDirectory(place.resolve("JPEGImages")))
        .findFirst()
        .orElseThrow(
            () ->
                new EngramException(
                    data + ": holds no JPEGImages and Annotations. Give the data set's folder."));
  }

  /**
   * The videos to segment.
   *
   * @param asked names; empty takes the split's list, or all where there is none
   * @throws EngramException if a folder or a video is missing, or a video has no mask
   */
  List<BenchmarkVideo> videos(List<String> asked) {
    Path frames = ResolutionFolder.in(root.resolve("JPEGImages"));
    Path masks = ResolutionFolder.in(root.resolve("Annotations"));
    List<String> there = MaskFolder.list(masks, Files::isDirectory);
    List<String> names = asked.isEmpty() ? listed().orElse(there) : asked;
    Map<String, Set<String>> wanted = wanted();
    List<BenchmarkVideo> videos = new ArrayList<>();
    for (String name : names) {
      if (!there.contains(name) || !Files.isDirectory(frames.resolve(name))) {
        throw new EngramException(
            masks + ": has no video " + name + " with frames. Check the list, or --sequences.");
      }
      Path own = masks.resolve(name);
      List<String> annotated = new MaskFolder(own).frames();
      Set<String> scored = new TreeSet<>(wanted.getOrDefault(name, Set.of()));
      boolean isTruth =
          annotated.size() > 1
              && (wanted.isEmpty() || (!scored.isEmpty() && annotated.containsAll(scored)));
      if (isTruth && !scored.isEmpty()) {
        scored.addAll(annotated);
      }
      videos.add(
          new BenchmarkVideo(
              name,
              allFrames(name).orElse(frames.resolve(name)),
              given(own, annotated),
              scored,
              isTruth ? Optional.of(own) : Optional.empty()));
    }
    return videos;
  }

  /** YouTube-VOS has every fifth frame here, and all of them in a folder of their own. */
  private Optional<Path> allFrames(String name) {
    return Optional.of(root.resolveSibling("all_frames"))
        .map(all -> all.resolve("valid_all_frames").resolve("JPEGImages").resolve(name))
        .filter(Files::isDirectory);
  }

  private Optional<List<String>> listed() {
    Set<String> others = new TreeSet<>();
    Path sets = root.resolve("ImageSets");
    for (String folder : List.of("2017", "2016", "480p", "")) {
      if (folder.startsWith("20") && !benchmark.label().endsWith(folder)) {
        continue;
      }
      Path file = sets.resolve(folder).resolve(split + ".txt");
      if (Files.isRegularFile(file)) {
        return Optional.of(names(file));
      }
      others.addAll(lists(sets.resolve(folder)));
    }
    if (!others.isEmpty()) {
      throw new EngramException(
          sets
              + ": has no list "
              + split
              + ". Choose --split "
              + String.join(" or ", others)
              + ".");
    }
    return Optional.empty();
  }

  private static List<String> lists(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    return MaskFolder.list(folder, Files::isRegularFile).stream()
        .filter(name -> name.endsWith(".txt"))
        .map(name -> name.substring(0, name.length() - ".txt".length()))
        .toList();
  }

  /** A line is a name, or in DAVIS 2016 the paths of an image and its mask. */
  private static List<String> names(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .map(line -> line.contains(" ") ? line.split(" ")[0] : line)
          .map(line -> line.contains("/") ? line.replaceAll(".*/([^/]+)/[^/]+$", "$1") : line)
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new EngramException(file + ": cannot be read. Check its rights.", e);
    }
  }

  private List<Path> given(Path folder, List<String> annotated) {
    MaskFolder masks = new MaskFolder(folder);
    boolean first = benchmark.objects() == Benchmark.Objects.FIRST_FRAME;
    return (first ? annotated.subList(0, 1) : annotated).stream().map(masks::file).toList();
  }

  /** The frames that YouTube-VOS wants results for. */
  private Map<String, Set<String>> wanted() {
    Path file = root.resolve("meta.json");
    boolean youtube = benchmark.label().startsWith("youtube");
    return youtube && Files.isRegularFile(file) ? VideoMeta.read(file).frames() : Map.of();
  }

  /** The split into seen and unseen classes, where the data set tells it. */
  Optional<ClassSplit> classes() {
    return ClassSplit.find(root);
  }
}
