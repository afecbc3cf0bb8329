package dev.engram.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.export.ExportObject;
import dev.engram.export.ExportSummary;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What {@code engram export --json} prints: one object on one line. */
final class ExportJson {
  private ExportJson() {}

  static String of(String input, ExportSummary summary) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("input", input);
      json.writeStringField("format", summary.format().id());
      json.writeStringField("output", summary.target().toString());
      json.writeNumberField("frames", summary.frames());
      json.writeNumberField("framesWithoutMask", summary.withoutMask());
      json.writeArrayFieldStart("objects");
      for (ExportObject object : summary.objects()) {
        json.writeStartObject();
        json.writeNumberField("label", object.label());
        json.writeStringField("name", object.name());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("seconds", Math.round(summary.seconds() * 1e4) / 1e4);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
