package dev.engram.project;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.mask.Box;
import dev.engram.mask.FrameNames;
import dev.engram.mask.RunLengths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the run lengths of COCO instances and of YouTube-VIS, whose frames are found by the names
 * of their files. The parts of the file may come in any order.
 */
final class CocoAnnotations {
  /** Where an image's annotations belong: a frame, or frames one after another. */
  private record Files(List<String> names) {}

  /** The segmentations of an annotation; null where there is none. */
  private record Annotation(
      long owner, long category, String track, List<AnnotatedShapes.@Nullable Runs> runs) {}

  private final Path file;
  private final Footage footage;
  private final JsonParser json;
  private final Map<Long, Files> owners = new HashMap<>();
  private final Map<Long, String> categories = new HashMap<>();
  private final List<Annotation> annotations = new ArrayList<>();

  private CocoAnnotations(Path file, Footage footage, JsonParser json) {
    this.file = file;
    this.footage = footage;
    this.json = json;
  }

  /**
   * @throws EngramException if the file is none of that kind, holds polygons, or does not fit the
   *     video
   */
  static AnnotatedShapes read(Path file, Footage footage) {
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      CocoAnnotations all = new CocoAnnotations(file, footage, json);
      all.readAll();
      return all.shapes();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String what = JsonFault.describe(e);
      throw new EngramException(
          file + " (line " + line + "): no valid JSON (" + what + "). Export it again.", e);
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }

  private void readAll() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw refused("is neither COCO nor YouTube-VIS. Export one of the two");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "images", "videos" -> eachOf(this::readOwner);
        case "categories" -> eachOf(this::readCategory);
        case "annotations" -> eachOf(this::readAnnotation);
        default -> json.skipChildren();
      }
    }
  }

  /** Reads what begins at the current token. */
  private interface Part {
    void read() throws IOException;
  }

  private void eachOf(Part part) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw refused(json.currentName() + " is no list. Export it again");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      part.read();
    }
  }

  private void readOwner() throws IOException {
    long id = -1;
    List<String> names = new ArrayList<>();
    while (nextField()) {
      switch (json.currentName()) {
        case "id" -> id = json.getValueAsLong();
        case "file_name" -> names.add(json.getValueAsString(""));
        case "file_names" -> eachOf(() -> names.add(json.getValueAsString("")));
        default -> json.skipChildren();
      }
    }
    owners.put(id, new Files(List.copyOf(names)));
  }

  private void readCategory() throws IOException {
    long id = -1;
    String name = "";
    while (nextField()) {
      switch (json.currentName()) {
        case "id" -> id = json.getValueAsLong();
        case "name" -> name = json.getValueAsString("");
        default -> json.skipChildren();
      }
    }
    categories.put(id, name);
  }

  private void readAnnotation() throws IOException {
    long owner = -1;
    long id = -1;
    long category = -1;
    String track = AnnotatedShapes.NO_TRACK;
    boolean video = false;
    List<AnnotatedShapes.@Nullable Runs> runs = new ArrayList<>();
    while (nextField()) {
      switch (json.currentName()) {
        case "id" -> id = json.getValueAsLong();
        case "image_id" -> owner = json.getValueAsLong();
        case "video_id" -> {
          owner = json.getValueAsLong();
          video = true;
        }
        case "category_id" -> category = json.getValueAsLong();
        case "track_id", "instance_id" -> track = json.getValueAsString(track);
        case "attributes" -> track = readAttributes(track);
        case "segmentation" -> runs.add(readRuns());
        case "segmentations" -> eachOf(() -> runs.add(readRuns()));
        default -> json.skipChildren();
      }
    }
    if (video && track.isEmpty()) {
      track = String.valueOf(id);
    }
    annotations.add(new Annotation(owner, category, track, runs));
  }

  private String readAttributes(String known) throws IOException {
    String track = known;
    while (json.currentToken() == JsonToken.START_OBJECT && nextField()) {
      if (json.currentName().equals("track_id")) {
        track = json.getValueAsString(track);
      } else {
        json.skipChildren();
      }
    }
    return track;
  }

  /** Steps into the current object, then from field to field; at the value. */
  private boolean nextField() throws IOException {
    if (json.nextToken() != JsonToken.FIELD_NAME) {
      return false;
    }
    json.nextToken();
    return true;
  }

  private AnnotatedShapes.@Nullable Runs readRuns() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw refused("holds polygons, which are not read. Export masks (run lengths)");
    }
    List<Integer> size = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    String[] text = new String[1];
    while (nextField()) {
      switch (json.currentName()) {
        case "size" -> eachOf(() -> size.add(json.getValueAsInt(-1)));
        case "counts" -> {
          if (json.currentToken() == JsonToken.VALUE_STRING) {
            text[0] = json.getText();
          } else {
            eachOf(() -> counts.add(json.getValueAsInt(-1)));
          }
        }
        default -> json.skipChildren();
      }
    }
    if (!size.equals(List.of(footage.height(), footage.width()))) {
      throw refused(
          String.format(
              "has masks of (height, width) %s, but the video is %s. Give the video that was"
                  + " annotated",
              size, footage.describe()));
    }
    String compressed = text[0];
    if (compressed != null) {
      return place -> RunLengths.decompressed(compressed, place);
    }
    int[] plain = counts.stream().mapToInt(Integer::intValue).toArray();
    return place -> Arrays.copyOf(plain, plain.length);
  }

  private AnnotatedShapes shapes() {
    AnnotatedShapes shapes = new AnnotatedShapes(file, footage);
    FrameNames names = footage.frameNames();
    Box all = new Box(0, 0, footage.width(), footage.height());
    for (Annotation annotation : annotations) {
      Files owner = owners.get(annotation.owner());
      String category = categories.get(annotation.category());
      if (owner == null || category == null) {
        throw refused("has an annotation of no image, video or category. Export it again");
      }
      if (annotation.runs().size() > owner.names().size()) {
        throw refused("has more segmentations than file names. Export it again");
      }
      for (int i = 0; i < annotation.runs().size(); i++) {
        AnnotatedShapes.Runs runs = annotation.runs().get(i);
        if (runs != null) {
          shapes.add(
              frameOf(owner.names().get(i), names),
              new AnnotatedShapes.Shape(category, annotation.track(), all, runs, true));
        }
      }
    }
    return shapes;
  }

  private int frameOf(String fileName, FrameNames names) {
    String name =
        fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
    int dot = name.lastIndexOf('.');
    int frame = names.frameOf(dot > 0 ? name.substring(0, dot) : name);
    if (frame >= footage.frames()) {
      throw refused(
          "annotates "
              + fileName
              + ", but the video has "
              + footage.frames()
              + " frames. Give the video that was annotated");
    }
    return frame;
  }

  private EngramException refused(String what) {
    return new EngramException(file + ": " + what + ".");
  }
}
