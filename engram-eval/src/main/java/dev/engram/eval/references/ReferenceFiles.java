package dev.engram.eval.references;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** An experiment as a file, for other programs. */
public final class ReferenceFiles {
  private ReferenceFiles() {}

  /**
   * Writes the summary, and each way through each video with J and F of every frame.
   *
   * @throws EngramException if the file cannot be written
   */
  public static void write(Path file, List<ReferenceResult> results) {
    AtomicFile.write(
        file,
        stream -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(stream, JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeArrayFieldStart("summary");
            for (ReferenceSummary row : ReferenceSummary.of(results)) {
              write(json, row);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("runs");
            for (ReferenceResult result : results) {
              write(json, result);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
        });
  }

  private static void write(JsonGenerator json, ReferenceSummary row) throws IOException {
    json.writeStartObject();
    json.writeStringField("method", row.method());
    json.writeNumberField("references", row.count());
    json.writeNumberField("J", row.region().mean());
    json.writeNumberField("J deviation", row.region().deviation());
    json.writeNumberField("F", row.contour().mean());
    json.writeNumberField("F deviation", row.contour().deviation());
    json.writeNumberField("J of all frames", row.regionOfAll());
    json.writeNumberField("F of all frames", row.contourOfAll());
    json.writeNumberField("seconds per frame", row.secondsPerFrame());
    json.writeNumberField("permanent elements", row.permanentElements());
    json.writeBooleanField("exact", row.exact());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ReferenceResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("video", result.video());
    json.writeNumberField("objects", result.objects());
    json.writeStringField("method", result.method());
    json.writeNumberField("repeat", result.repeat());
    writeFrames(json, "references", result.references());
    json.writeNumberField("J", result.region());
    json.writeNumberField("F", result.contour());
    json.writeNumberField("J of all frames", result.regionOfAll());
    json.writeNumberField("F of all frames", result.contourOfAll());
    json.writeNumberField("seconds per frame", result.secondsPerFrame());
    json.writeNumberField("permanent elements", result.permanentElements());
    json.writeBooleanField("exact", result.exact());
    writeFrames(json, "frames", result.frames().stream().map(FrameQuality::frame).toList());
    writeNumbers(json, "framesJ", result.frames(), FrameQuality::region);
    writeNumbers(json, "framesF", result.frames(), FrameQuality::contour);
    json.writeEndObject();
  }

  private static void writeFrames(JsonGenerator json, String name, List<Long> frames)
      throws IOException {
    long[] numbers = frames.stream().mapToLong(Long::longValue).toArray();
    json.writeFieldName(name);
    json.writeArray(numbers, 0, numbers.length);
  }

  private static void writeNumbers(
      JsonGenerator json, String name, List<FrameQuality> frames, ToDoubleFunction<FrameQuality> of)
      throws IOException {
    double[] numbers = frames.stream().mapToDouble(of).toArray();
    json.writeFieldName(name);
    json.writeArray(numbers, 0, numbers.length);
  }
}
