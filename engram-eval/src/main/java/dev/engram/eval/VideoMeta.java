package dev.engram.eval;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a {@code meta.json} of YouTube-VOS tells of its videos. */
final class VideoMeta {
  // /videos/VIDEO/objects/OBJECT/category and /videos/VIDEO/objects/OBJECT/frames/POSITION
  private static final int VIDEO = 2;
  private static final int OBJECT = 4;
  private static final int FIELD = 5;

  private final Map<String, Set<String>> frames = new HashMap<>();
  private final Map<String, Map<String, String>> categories = new HashMap<>();

  private VideoMeta() {}

  /**
   * @throws EngramException if the file cannot be read or is no JSON
   */
  static VideoMeta read(Path file) {
    VideoMeta meta = new VideoMeta();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          String pointer = json.getParsingContext().pathAsPointer().toString();
          meta.add(pointer.split("/"), json.getText());
        }
      }
      return meta;
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Get the data set's own anew.",
          e);
    }
  }

  private void add(String[] path, String text) {
    if (path.length <= FIELD) {
      return;
    }
    if (path[FIELD].equals("frames")) {
      frames.computeIfAbsent(path[VIDEO], unused -> new TreeSet<>()).add(text);
    } else if (path[FIELD].equals("category")) {
      categories.computeIfAbsent(path[VIDEO], unused -> new HashMap<>()).put(path[OBJECT], text);
    }
  }

  /** Names of the frames that count, by video. */
  Map<String, Set<String>> frames() {
    return frames;
  }

  /** An object's category; empty if nothing is told of it. */
  String category(String video, int object) {
    return categories.getOrDefault(video, Map.of()).getOrDefault(Integer.toString(object), "");
  }

  /** All categories there are. */
  Set<String> categories() {
    return categories.values().stream()
        .flatMap(objects -> objects.values().stream())
        .collect(Collectors.toSet());
  }
}
