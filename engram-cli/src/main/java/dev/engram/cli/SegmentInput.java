package dev.engram.cli;

import dev.engram.Outputs;
import dev.engram.common.EngramException;
import dev.engram.mask.MaskSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One video of {@code engram segment}.
 *
 * @param input a file, folder, URL, or - for standard input
 * @param masks files or folders
 * @param out where its masks go
 * @param overlay a video file or a folder; null for none
 */
record SegmentInput(String input, List<Path> masks, Path out, @Nullable Path overlay) {
  private static final List<String> IMAGES =
      List.of(".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff");

  /**
   * Several videos, each with masks, output and overlay under its own name in the folders given.
   *
   * @param masks a folder that holds NAME/ or NAME.png for every input; none if no input has any
   * @throws EngramException if an input's masks are not there, two inputs have one name, or a
   *     folder is none
   */
  static List<SegmentInput> several(
      List<String> inputs, List<Path> masks, Path out, @Nullable Path overlay) {
    boolean without = masks.isEmpty();
    if (!without && (masks.size() != 1 || !Files.isDirectory(masks.get(0)))) {
      throw new EngramException(
          "--masks: with several inputs, give one folder that holds NAME/ or NAME.png for each"
              + " input, NAME being the input's without its ending.");
    }
    if (overlay != null && Outputs.isNamedLikeFile(overlay)) {
      throw new EngramException(
          overlay + ": with several inputs, the overlay is a folder that gets one NAME.mp4 each.");
    }
    Map<String, SegmentInput> byName = new LinkedHashMap<>();
    for (String input : inputs) {
      if (input.equals("-")) {
        throw new EngramException(
            "-: standard input has no name to find its masks by. Segment it on its own.");
      }
      String name = nameOf(input);
      Path movie = overlay == null ? null : overlay.resolve(name + ".mp4");
      List<Path> own = without ? List.of() : List.of(masksOf(masks.get(0), name, input));
      SegmentInput other = byName.put(name, new SegmentInput(input, own, out.resolve(name), movie));
      if (other != null) {
        throw new EngramException(
            input + ": has the same name as " + other.input() + ". Segment one of them apart.");
      }
    }
    return List.copyOf(byName.values());
  }

  /** The last part of a path or URL, without the ending of a file. */
  static String nameOf(String input) {
    String path = input.contains("://") ? input.replaceFirst("[?#].*", "") : input;
    Path last = Path.of(path.replaceFirst("/+$", "")).toAbsolutePath().normalize().getFileName();
    String name = last == null ? "" : last.toString();
    boolean folder = !input.contains("://") && Files.isDirectory(Path.of(input));
    return folder ? name : name.replaceFirst("(?<=.)\\.[^.]*$", "");
  }

  private static Path masksOf(Path folder, String name, String input) {
    Path own = folder.resolve(name);
    if (Files.isDirectory(own)) {
      return own;
    }
    for (String ending : IMAGES) {
      Path file = folder.resolve(name + ending);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new EngramException(
        input + ": has no masks: neither " + own + "/ nor " + own + ".png is there.");
  }

  MaskSet openMasks() {
    return MaskSet.open(masks);
  }

  /**
   * Nothing may be written over the frames or masks that were given.
   *
   * @throws EngramException if something would be
   */
  void requireOwnFolder() {
    for (Path given : given()) {
      Path folder = Files.isDirectory(given) ? given : given.toAbsolutePath().getParent();
      boolean holdsImages = !isVideo(given);
      if (holdsImages && isSame(folder, out)) {
        String what = masks.contains(given) ? "the masks" : "the frames";
        throw new EngramException(
            out + ": holds " + what + " that were given. Choose another output folder.");
      }
      if (overlay == null) {
        continue;
      }
      if (isSame(given, overlay) || (holdsImages && isSame(folder, overlay))) {
        throw new EngramException(
            overlay + ": was given, and would be written over. Choose another overlay.");
      }
    }
  }

  /** Masks, and frames where these are images; a video may lie where its masks go. */
  private List<Path> given() {
    List<Path> given = new ArrayList<>(masks);
    if (!input.equals("-") && !input.contains("://")) {
      given.add(Path.of(input));
    }
    return given;
  }

  private boolean isVideo(Path given) {
    String name = given.toString().toLowerCase(Locale.ROOT);
    return !masks.contains(given)
        && Files.isRegularFile(given)
        && IMAGES.stream().noneMatch(name::endsWith);
  }

  private static boolean isSame(@Nullable Path a, Path b) {
    try {
      return a != null && Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
    } catch (IOException e) {
      return false;
    }
  }
}
