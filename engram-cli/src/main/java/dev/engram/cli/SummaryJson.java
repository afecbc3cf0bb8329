package dev.engram.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.JobSummary;
import dev.engram.SegmenterOptions;
import dev.engram.tensor.TorchRuntime;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The summary that {@code --json} prints: one object on one line. */
final class SummaryJson {
  private SummaryJson() {}

  /** What is known of a run beside its summary. */
  record Run(
      String input,
      String output,
      String model,
      String device,
      String precision,
      double secondsToFirstMask,
      long peakMemoryBytes) {}

  static String of(Run run, JobSummary summary, SegmenterOptions options) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("input", run.input());
      json.writeStringField("output", run.output());
      json.writeStringField("model", run.model());
      json.writeNumberField("frames", summary.frames());
      json.writeNumberField("width", summary.width());
      json.writeNumberField("height", summary.height());
      json.writeArrayFieldStart("objects");
      for (int label : summary.objects()) {
        json.writeNumber(label);
      }
      json.writeEndArray();
      json.writeNumberField("seconds", rounded(summary.seconds()));
      json.writeNumberField("framesPerSecond", rounded(summary.framesPerSecond()));
      json.writeNumberField("secondsToFirstMask", rounded(run.secondsToFirstMask()));
      json.writeNumberField("peakMemoryBytes", run.peakMemoryBytes());
      write(json, run, options);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Run run, SegmenterOptions options)
      throws IOException {
    json.writeObjectFieldStart("options");
    json.writeStringField("device", run.device());
    json.writeNumberField("threads", TorchRuntime.threads());
    json.writeStringField("precision", run.precision());
    json.writeNumberField("size", options.size());
    json.writeNumberField("maxInternalSize", options.maxInternalSize());
    json.writeNumberField("memEvery", options.memEvery());
    json.writeNumberField("deepUpdateEvery", options.deepUpdateEvery());
    json.writeNumberField("maxMidTermFrames", options.memory().maxMidTermFrames());
    json.writeNumberField("minMidTermFrames", options.memory().minMidTermFrames());
    json.writeNumberField("numPrototypes", options.memory().numPrototypes());
    json.writeNumberField("maxLongTermElements", options.memory().maxLongTermElements());
    json.writeBooleanField("longTerm", options.memory().longTerm());
    json.writeBooleanField("referencePairing", options.memory().referencePairing());
    json.writeNumberField("memoryBudget", options.memory().maxBytes());
    json.writeNumberField("topK", options.memory().topK());
    json.writeNumberField("spatialFrames", options.spatialFrames());
    json.writeEndObject();
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
