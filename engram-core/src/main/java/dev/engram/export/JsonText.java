package dev.engram.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.engram.mask.Box;
import java.io.IOException;

/** What COCO's and YouTube-VIS's files have in common. */
final class JsonText {
  private JsonText() {}

  /** A generator that leaves the file open; begins the object of the whole. */
  static JsonGenerator begin(StagedFile file, ExportPlan plan) throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(file.text());
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    json.writeStartObject();
    json.writeObjectFieldStart("info");
    json.writeStringField("description", plan.title());
    json.writeStringField("contributor", "Engram");
    json.writeEndObject();
    json.writeArrayFieldStart("licenses");
    json.writeEndArray();
    return json;
  }

  /** {@code {"size": [height, width], "counts": "..."}}. */
  static void runs(JsonGenerator json, ExportPlan plan, String compressed) throws IOException {
    json.writeStartObject();
    json.writeFieldName("size");
    json.writeArray(new int[] {plan.height(), plan.width()}, 0, 2);
    json.writeStringField("counts", compressed);
    json.writeEndObject();
  }

  /** {@code [left, top, width, height]}. */
  static void box(JsonGenerator json, Box box) throws IOException {
    json.writeArray(new int[] {box.left(), box.top(), box.width(), box.height()}, 0, 4);
  }
}
