package dev.engram.project;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.common.AtomicFile;
import dev.engram.mask.HexColour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes {@code project.json}. */
final class ProjectJsonWriter {
  private ProjectJsonWriter() {}

  /** Writes the file whole or not at all. */
  static void write(Path file, ProjectData data) {
    AtomicFile.write(
        file,
        stream -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(stream, JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            write(json, data);
          }
        });
  }

  private static void write(JsonGenerator json, ProjectData data) throws IOException {
    json.writeStartObject();
    json.writeNumberField("format", ProjectJson.FORMAT);
    json.writeStringField("input", data.input());
    json.writeNumberField("frames", data.frames());
    json.writeNumberField("width", data.width());
    json.writeNumberField("height", data.height());
    json.writeArrayFieldStart("objects");
    for (ProjectObject object : data.objects()) {
      json.writeStartObject();
      json.writeNumberField("label", object.label());
      json.writeStringField("name", object.name());
      if (object.colour() != null) {
        json.writeStringField("colour", HexColour.format(object.colour()));
      }
      if (object.locked()) {
        json.writeBooleanField("locked", true);
      }
      if (object.hidden()) {
        json.writeBooleanField("hidden", true);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("references");
    for (ProjectReference reference : data.references()) {
      json.writeStartObject();
      json.writeNumberField("frame", reference.frame());
      json.writeStringField("mask", reference.mask());
      json.writeBooleanField("whole", reference.whole());
      if (!reference.absent().isEmpty()) {
        json.writeArrayFieldStart("absent");
        for (int label : reference.absent()) {
          json.writeNumber(label);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!data.settings().isEmpty()) {
      json.writeObjectFieldStart("settings");
      for (Map.Entry<String, String> setting : data.settings().entrySet()) {
        json.writeStringField(setting.getKey(), setting.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }
}
