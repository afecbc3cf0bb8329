package dev.engram.eval.clicks;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An experiment with clicks as a file, for other programs. */
public final class ClickFiles {
  private ClickFiles() {}

  /**
   * Writes the summary, and J and times of each object.
   *
   * @param method what made the masks
   * @throws EngramException if the file cannot be written
   */
  public static void write(Path file, String method, List<ClickResult> results) {
    ClickSummary summary = ClickSummary.of(results);
    AtomicFile.write(
        file,
        stream -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(stream, JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("method", method);
            json.writeNumberField("objects", summary.objects());
            write(json, "J", summary.region());
            json.writeNumberField("NoC@85", summary.clicksTo85());
            json.writeNumberField("first click ms", summary.firstMillis());
            json.writeNumberField("further click ms", summary.clickMillis());
            json.writeArrayFieldStart("images");
            for (ClickResult result : results) {
              json.writeStartObject();
              json.writeStringField("image", result.image());
              json.writeNumberField("label", result.label());
              write(json, "J", result.region());
              json.writeNumberField("prepare ms", result.prepareMillis());
              write(json, "click ms", result.clickMillis());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
        });
  }

  private static void write(JsonGenerator json, String name, List<Double> values)
      throws IOException {
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    json.writeFieldName(name);
    json.writeArray(numbers, 0, numbers.length);
  }
}
