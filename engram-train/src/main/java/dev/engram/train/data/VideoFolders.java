package dev.engram.train.data;

import dev.engram.common.EngramException;
import dev.engram.common.NaturalOrder;
import dev.engram.eval.ResolutionFolder;
import dev.engram.train.data.PairedFolders.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Annotated videos as DAVIS, YouTube-VOS, BL30K and MOSE lay them out: {@code JPEGImages/VIDEO} and
 * {@code Annotations/VIDEO}, in DAVIS with a folder of the resolution ({@code 480p}) between.
 */
public final class VideoFolders {
  private static final Pattern NUMBER = Pattern.compile("(\\d+)$");

  private VideoFolders() {}

  /**
   * An annotated video; large data sets have millions of frames, so that only names are kept.
   *
   * @param images file names of the frames that have a mask, in order, at least two
   * @param masks file names of their masks
   * @param spacing how many frames of the video lie from one of them to the next: 5 for YouTube-VOS
   */
  record Video(
      Path imageFolder, Path maskFolder, List<String> images, List<String> masks, int spacing) {
    static Video of(Path imageFolder, Path maskFolder, List<Pair> frames) {
      return new Video(
          imageFolder,
          maskFolder,
          frames.stream().map(pair -> name(pair.image())).toList(),
          frames.stream().map(pair -> name(pair.mask())).toList(),
          medianStep(frames));
    }

    private static String name(Path file) {
      return file.getFileName().toString().intern();
    }

    int length() {
      return images.size();
    }

    Pair frame(int position) {
      return new Pair(
          imageFolder.resolve(images.get(position)), maskFolder.resolve(masks.get(position)));
    }
  }

  private static int medianStep(List<Pair> frames) {
    int[] steps = new int[frames.size() - 1];
    for (int i = 0; i < steps.length; i++) {
      OptionalInt from = number(frames.get(i));
      OptionalInt to = number(frames.get(i + 1));
      steps[i] = from.isPresent() && to.isPresent() ? to.getAsInt() - from.getAsInt() : 1;
    }
    Arrays.sort(steps);
    return Math.max(1, steps[steps.length / 2]);
  }

  private static OptionalInt number(Pair frame) {
    Matcher digits = NUMBER.matcher(PairedFolders.stem(frame.image()));
    return digits.find() && digits.group(1).length() < 10
        ? OptionalInt.of(Integer.parseInt(digits.group(1)))
        : OptionalInt.empty();
  }

  /**
   * Where a data set's videos lie.
   *
   * @param folder that holds {@code JPEGImages} and {@code Annotations}
   * @param list a text file below it with a video's name a line; null takes all
   */
  public record Source(Path folder, @Nullable String list) {}

  /**
   * Looks for videos; frames without a mask are passed over.
   *
   * @throws EngramException if a folder or a listed video is missing, or a video has fewer than two
   *     frames with masks
   */
  static List<Video> find(Source source) {
    Path masks = ResolutionFolder.in(source.folder().resolve("Annotations"));
    List<Video> videos = new ArrayList<>();
    for (Path images : frameFolders(source)) {
      String name = images.getFileName().toString();
      List<Pair> pairs = PairedFolders.annotated(images, masks.resolve(name));
      if (pairs.size() < 2) {
        throw new EngramException(
            masks.resolve(name)
                + ": masks "
                + pairs.size()
                + " of the video's frames. Give two or more, of the frames' names.");
      }
      videos.add(Video.of(images, masks.resolve(name), pairs));
    }
    return videos;
  }

  /**
   * The folders of the videos' frames, whatever lies in them.
   *
   * @throws EngramException if there is none, or the list cannot be read
   */
  public static List<Path> frameFolders(Source source) {
    Path images = ResolutionFolder.in(source.folder().resolve("JPEGImages"));
    List<String> names = source.list() == null ? subfolders(images) : listed(source);
    return names.stream().map(images::resolve).toList();
  }

  private static List<String> listed(Source source) {
    Path file = source.folder().resolve(String.valueOf(source.list()));
    try {
      List<String> names =
          Files.readAllLines(file).stream().map(String::strip).filter(l -> !l.isEmpty()).toList();
      if (names.isEmpty()) {
        throw new EngramException(file + ": names no video. Put one a line.");
      }
      return names;
    } catch (IOException e) {
      throw new EngramException(file + ": cannot be read. Give a list of videos, one a line.", e);
    }
  }

  private static List<String> subfolders(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<String> found =
          entries
              .filter(Files::isDirectory)
              .map(path -> path.getFileName().toString())
              .sorted(NaturalOrder.COMPARATOR)
              .toList();
      if (found.isEmpty()) {
        throw new EngramException(folder + ": holds no video. Put one folder of frames a video.");
      }
      return found;
    } catch (IOException e) {
      throw new EngramException(folder + ": no such folder. Check the data's path.", e);
    }
  }
}
