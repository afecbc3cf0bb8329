package dev.engram.eval;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Scores as files, for other programs. */
public final class ScoreFiles {
  private ScoreFiles() {}

  /**
   * Writes everything: means, each video and object, each frame.
   *
   * @param classes scores of seen and unseen classes, if they are told apart
   * @throws EngramException if the file cannot be written
   */
  public static void writeJson(Path file, Scores scores, Optional<ClassScores> classes) {
    AtomicFile.write(
        file,
        out -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("J&F", scores.mean());
            write(json, "J", scores.region());
            write(json, "F", scores.contour());
            if (classes.isPresent()) {
              write(json, classes.get());
            }
            json.writeArrayFieldStart("videos");
            for (VideoScore video : scores.videos()) {
              json.writeStartObject();
              json.writeStringField("name", video.name());
              json.writeArrayFieldStart("objects");
              for (ObjectScore object : video.objects()) {
                write(json, object);
              }
              json.writeEndArray();
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("problems");
            for (String problem : scores.problems()) {
              json.writeString(problem);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
        });
  }

  private static void write(JsonGenerator json, ClassScores classes) throws IOException {
    if (!Double.isNaN(classes.overall())) {
      json.writeNumberField("G", classes.overall());
    }
    write(json, "seen", classes.seen());
    write(json, "unseen", classes.unseen());
  }

  private static void write(JsonGenerator json, String name, ClassScores.Group group)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("objects", group.objects());
    if (group.objects() > 0) {
      json.writeNumberField("J", group.region());
      json.writeNumberField("F", group.contour());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ObjectScore object) throws IOException {
    json.writeStartObject();
    json.writeNumberField("object", object.object());
    json.writeNumberField("J&F", object.mean());
    write(json, "J", object.regionStatistics());
    write(json, "F", object.contourStatistics());
    json.writeArrayFieldStart("frames");
    for (String frame : object.frames()) {
      json.writeString(frame);
    }
    json.writeEndArray();
    write(json, "framesJ", object.region());
    write(json, "framesF", object.contour());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Statistics statistics)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("mean", statistics.mean());
    json.writeNumberField("recall", statistics.recall());
    json.writeNumberField("decay", statistics.decay());
    json.writeEndObject();
  }

  static void write(JsonGenerator json, String name, List<Double> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  /**
   * Writes a line an object: video, object, J&amp;F, and mean, recall and decay of J and F.
   *
   * @throws EngramException if the file cannot be written
   */
  public static void writeCsv(Path file, Scores scores) {
    StringBuilder text =
        new StringBuilder("video,object,J&F,J,J recall,J decay,F,F recall,F decay\n");
    for (VideoScore video : scores.videos()) {
      for (ObjectScore object : video.objects()) {
        Statistics j = object.regionStatistics();
        Statistics f = object.contourStatistics();
        text.append(quoted(video.name()));
        text.append(
            String.format(
                Locale.ROOT,
                ",%d,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,%.6f%n",
                object.object(),
                object.mean(),
                j.mean(),
                j.recall(),
                j.decay(),
                f.mean(),
                f.recall(),
                f.decay()));
      }
    }
    AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String quoted(String text) {
    return text.matches("[^,\"\\s]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
