package dev.engram.eval;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of frames played forth and back, by which XMem (section 4.1) makes long videos longer.
 * The last frame of each playing is the first of the next, so that n playings have n times the
 * frames. A frame is named by its time and its file: {@code 000123-00045}.
 */
final class Playback {
  private Playback() {}

  /**
   * @param times how often it is played, 1 or more; once leaves the names as they are
   * @throws EngramException if the folder cannot be read
   */
  static FrameSource open(Path frames, int times) {
    FrameSource once = FrameSources.open(frames.toString());
    if (times == 1) {
      return once;
    }
    List<String> names;
    try (once) {
      names = once.names();
    }
    List<String> played = names(names, times);
    Map<String, Path> files = filesOf(frames);
    return FrameSources.ofImages(
        played.stream().map(name -> files.get(original(name, times))).toList(), played);
  }

  private static Map<String, Path> filesOf(Path folder) {
    Map<String, Path> files = new HashMap<>();
    for (String name : MaskFolder.list(folder, FrameSources::isImage)) {
      files.putIfAbsent(name.replaceAll("\\.[^.]*$", ""), folder.resolve(name));
    }
    return files;
  }

  /** The names of all frames that are played. */
  static List<String> names(List<String> names, int times) {
    if (times == 1) {
      return names;
    }
    List<String> played = new ArrayList<>();
    for (int playing = 0; playing < times; playing++) {
      for (int place = 0; place < names.size(); place++) {
        String name = names.get(playing % 2 == 1 ? names.size() - 1 - place : place);
        played.add(String.format(Locale.ROOT, "%06d-%s", played.size(), name));
      }
    }
    return played;
  }

  /** The name of the file behind a frame's name. */
  static String original(String name, int times) {
    return times == 1 ? name : name.substring(name.indexOf('-') + 1);
  }

  /** The masks of a video, played like its frames. */
  static MaskSource masks(MaskFolder masks, Path frames, int times) {
    return times == 1 ? masks : new PlayedMasks(masks, frames, times);
  }

  private record PlayedMasks(MaskFolder masks, Path video, int times) implements MaskSource {
    @Override
    public List<String> frames() {
      List<String> annotated = masks.frames();
      try (FrameSource source = FrameSources.open(video.toString())) {
        return names(source.names(), times).stream()
            .filter(name -> annotated.contains(original(name, times)))
            .toList();
      }
    }

    @Override
    public Optional<LabelMap> read(String frame) {
      return masks.read(original(frame, times));
    }

    @Override
    public Path file(String frame) {
      return masks.file(original(frame, times));
    }
  }
}
