package dev.engram.train.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.train.report.LogEntry.Parts;
import dev.engram.train.report.LogEntry.Progress;
import dev.engram.train.report.LogEntry.Score;
import dev.engram.train.report.LogEntry.Scores;
import dev.engram.train.report.LogEntry.Start;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of the log as one JSON object on one line. Numbers that do not depend on time come back
 * exactly.
 */
public final class LogJson {
  private static final JsonFactory JSON = new JsonFactory();

  private LogJson() {}

  /** The object, without a line's end. */
  public static String write(LogEntry entry) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("kind", kind(entry));
      json.writeNumberField("iteration", entry.iteration());
      json.writeStringField("time", entry.time());
      if (entry instanceof Start start) {
        write(json, start);
      } else if (entry instanceof Progress progress) {
        write(json, progress);
      } else if (entry instanceof Scores scores) {
        write(json, scores);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String kind(LogEntry entry) {
    return entry instanceof Start ? "start" : entry instanceof Scores ? "validation" : "train";
  }

  private static void write(JsonGenerator json, Start start) throws IOException {
    json.writeStringField("configuration", start.configuration());
    json.writeStringField("version", start.version());
    json.writeNumberField("threads", start.threads());
    json.writeStringField("device", start.device());
  }

  private static void write(JsonGenerator json, Progress progress) throws IOException {
    json.writeNumberField("count", progress.count());
    json.writeNumberField("loss", progress.loss());
    json.writeNumberField("gradient", progress.gradientNorm());
    json.writeNumberField("rate", progress.rate());
    json.writeNumberField("phase", progress.phase());
    json.writeObjectFieldStart("seconds");
    json.writeNumberField("data", rounded(progress.seconds().data()));
    json.writeNumberField("forward", rounded(progress.seconds().forward()));
    json.writeNumberField("backward", rounded(progress.seconds().backward()));
    json.writeNumberField("optimiser", rounded(progress.seconds().optimiser()));
    json.writeEndObject();
    json.writeNumberField("imagesPerSecond", rounded(progress.imagesPerSecond()));
  }

  private static void write(JsonGenerator json, Scores scores) throws IOException {
    json.writeNumberField("seconds", rounded(scores.seconds()));
    write(json, "mean", scores.mean());
    json.writeObjectFieldStart("sequences");
    for (Map.Entry<String, Score> sequence : scores.sequences().entrySet()) {
      write(json, sequence.getKey(), sequence.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Score score) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("J", score.region());
    json.writeNumberField("F", score.contour());
    json.writeEndObject();
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  /**
   * Reads what {@link #write} gave.
   *
   * @throws IOException if it is anything else
   */
  public static LogEntry read(String line) throws IOException {
    Fields fields;
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      fields = new Fields(object(json));
    }
    long iteration = (long) fields.number("iteration");
    String time = fields.text("time");
    return switch (fields.text("kind")) {
      case "start" ->
          new Start(
              iteration,
              time,
              fields.text("configuration"),
              fields.text("version"),
              (int) fields.number("threads"),
              fields.text("device"));
      case "train" -> progress(iteration, time, fields);
      case "validation" -> {
        Map<String, Score> sequences = new LinkedHashMap<>();
        Fields all = fields.object("sequences");
        for (String name : all.names()) {
          Fields score = all.object(name);
          sequences.put(name, new Score(score.number("J"), score.number("F")));
        }
        yield new Scores(iteration, time, fields.number("seconds"), sequences);
      }
      default -> throw new IOException("unknown kind");
    };
  }

  private static Progress progress(long iteration, String time, Fields fields) throws IOException {
    Fields seconds = fields.object("seconds");
    return new Progress(
        iteration,
        time,
        (int) fields.number("count"),
        fields.number("loss"),
        fields.number("gradient"),
        fields.number("rate"),
        (int) fields.number("phase"),
        new Parts(
            seconds.number("data"),
            seconds.number("forward"),
            seconds.number("backward"),
            seconds.number("optimiser")),
        fields.number("imagesPerSecond"));
  }

  /** Texts, and objects in turn; numbers as they were written. */
  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      boolean nested = json.nextToken() == JsonToken.START_OBJECT;
      values.put(name, nested ? object(json) : json.getText());
    }
    return values;
  }

  private record Fields(Map<?, ?> values) {
    List<String> names() {
      return values.keySet().stream().map(String::valueOf).toList();
    }

    String text(String name) throws IOException {
      if (values.get(name) instanceof String text) {
        return text;
      }
      throw new IOException(name + " is missing");
    }

    /** A loss that is no number is a text in JSON. */
    double number(String name) throws IOException {
      try {
        return Double.parseDouble(text(name));
      } catch (NumberFormatException e) {
        throw new IOException(name + " is no number", e);
      }
    }

    Fields object(String name) throws IOException {
      if (values.get(name) instanceof Map<?, ?> map) {
        return new Fields(map);
      }
      throw new IOException(name + " is missing");
    }
  }
}
