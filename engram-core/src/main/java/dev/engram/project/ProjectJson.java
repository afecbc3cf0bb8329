package dev.engram.project;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.mask.HexColour;
import dev.engram.mask.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code project.json}. Keys that it does not know are refused by name. */
final class ProjectJson {
  static final int FORMAT = 1;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final JsonParser json;
  private String input = "";
  private int frames;
  private int width;
  private int height;
  private final List<ProjectObject> objects = new ArrayList<>();
  private final List<ProjectReference> references = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();

  private ProjectJson(Path file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  /**
   * @throws EngramException if the file is damaged, of a newer format, or says what cannot be;
   *     names the line
   */
  static ProjectData read(Path file) {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
    try {
      // first of all, as a newer format may have other keys
      try (JsonParser json = JSON.createParser(content)) {
        new ProjectJson(file, json).requireFormat();
      }
      try (JsonParser json = JSON.createParser(content)) {
        return new ProjectJson(file, json).read();
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String what = JsonFault.describe(e);
      throw new EngramException(
          file + " (line " + line + "): no valid JSON (" + what + "). Mend the line.", e);
    } catch (IOException e) {
      throw new EngramException(file + ": cannot be read (" + AtomicFile.reason(e) + ").", e);
    }
  }

  private void requireFormat() throws IOException {
    int format = 0;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw refused("no JSON object. Put back the file as Engram wrote it.");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      if (key.equals("format")) {
        format = number("format", 1, Integer.MAX_VALUE);
      }
      json.skipChildren();
    }
    if (format == 0) {
      throw refused("has no \"format\". Put \"format\": " + FORMAT + " in, if it is a project.");
    }
    if (format > FORMAT) {
      throw new EngramException(
          file
              + ": is of format "
              + format
              + ", and this Engram reads up to "
              + FORMAT
              + ". Update Engram.");
    }
  }

  private ProjectData read() throws IOException {
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "format" -> number(key, 1, FORMAT);
        case "input" -> input = text(key);
        case "frames" -> frames = number(key, 1, Integer.MAX_VALUE);
        case "width" -> width = number(key, 1, Integer.MAX_VALUE);
        case "height" -> height = number(key, 1, Integer.MAX_VALUE);
        case "objects" -> readObjects();
        case "references" -> readReferences();
        case "settings" -> readSettings();
        default -> throw unknown(key);
      }
    }
    require(!input.isEmpty(), "input");
    require(frames > 0, "frames");
    require(width > 0, "width");
    require(height > 0, "height");
    for (ProjectReference reference : references) {
      if (reference.frame() >= frames) {
        throw new EngramException(
            file
                + ": has a reference of frame "
                + reference.frame()
                + ", but frames are 0 to "
                + (frames - 1)
                + ". Take it out.");
      }
    }
    return new ProjectData(input, frames, width, height, objects, references, settings);
  }

  private void readObjects() throws IOException {
    begin(JsonToken.START_ARRAY, "objects", "a list");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      begin(JsonToken.START_OBJECT, "objects", "a list of objects");
      int label = 0;
      String name = "";
      Integer colour = null;
      boolean locked = false;
      boolean hidden = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "label" -> label = number(key, 1, LabelMap.MAX_LABEL);
          case "name" -> name = text(key);
          case "colour" -> colour = colour(key);
          case "locked" -> locked = truth(key);
          case "hidden" -> hidden = truth(key);
          default -> throw unknown(key);
        }
      }
      require(label > 0, "label");
      int given = label;
      if (objects.stream().anyMatch(object -> object.label() == given)) {
        throw refused("lists object " + label + " twice. Keep one of them.");
      }
      String called = name.isEmpty() ? ProjectObject.unnamed(label).name() : name;
      objects.add(new ProjectObject(label, called, colour, locked, hidden));
    }
  }

  private void readReferences() throws IOException {
    begin(JsonToken.START_ARRAY, "references", "a list");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      begin(JsonToken.START_OBJECT, "references", "a list of objects");
      int frame = -1;
      String mask = "";
      boolean whole = true;
      Set<Integer> absent = Set.of();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "frame" -> frame = number(key, 0, Integer.MAX_VALUE);
          case "mask" -> mask = insideOfFolder(text(key));
          case "whole" -> whole = truth(key);
          case "absent" -> absent = labels(key);
          default -> throw unknown(key);
        }
      }
      require(frame >= 0, "frame");
      require(!mask.isEmpty(), "mask");
      int given = frame;
      if (references.stream().anyMatch(reference -> reference.frame() == given)) {
        throw refused("lists two references for frame " + frame + ". Keep one of them.");
      }
      references.add(new ProjectReference(frame, mask, whole, absent));
    }
  }

  private Set<Integer> labels(String key) throws IOException {
    begin(JsonToken.START_ARRAY, key, "a list of labels");
    Set<Integer> labels = new TreeSet<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      labels.add(number(key, 1, LabelMap.MAX_LABEL));
    }
    return labels;
  }

  private Integer colour(String key) throws IOException {
    return HexColour.parse(text(key))
        .orElseThrow(() -> refused("\"" + key + "\" is no colour. Give one such as \"#c02020\"."));
  }

  private void readSettings() throws IOException {
    begin(JsonToken.START_OBJECT, "settings", "an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      if (!json.nextToken().isScalarValue()) {
        throw refused("setting \"" + key + "\" is no plain value. Give a text or a number.");
      }
      settings.put(key, json.getText());
    }
  }

  /** A project's references are its own, as they are replaced and removed. */
  private String insideOfFolder(String mask) {
    try {
      Path path = Path.of(mask).normalize();
      if (!path.isAbsolute() && !path.startsWith("..") && !path.toString().isEmpty()) {
        return mask;
      }
    } catch (InvalidPathException e) {
      throw refused("\"" + mask + "\" is not a path. Check its characters.");
    }
    throw refused("\"" + mask + "\" lies outside of the project folder. Copy it to references/.");
  }

  private int number(String key, int least, int most) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() == JsonParser.NumberType.INT
        && json.getIntValue() >= least
        && json.getIntValue() <= most) {
      return json.getIntValue();
    }
    String range = most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
    throw refused("\"" + key + "\" is not a whole number. Give " + range + ".");
  }

  private String text(String key) throws IOException {
    begin(JsonToken.VALUE_STRING, key, "a text");
    return json.getText();
  }

  private boolean truth(String key) {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw refused("\"" + key + "\" is neither true nor false. Give one of them.");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  private void begin(JsonToken expected, String key, String what) {
    if (json.currentToken() != expected) {
      throw refused("\"" + key + "\" is not " + what + ". Mend it.");
    }
  }

  private void require(boolean given, String key) {
    if (!given) {
      throw refused("\"" + key + "\" is missing. Put it in.");
    }
  }

  private EngramException unknown(String key) {
    return refused("unknown key \"" + key + "\". Correct or remove it.");
  }

  private EngramException refused(String why) {
    int line = Math.max(1, json.currentTokenLocation().getLineNr());
    return new EngramException(file + " (line " + line + "): " + why);
  }
}
