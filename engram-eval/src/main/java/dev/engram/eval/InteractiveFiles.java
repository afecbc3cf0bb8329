package dev.engram.eval;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rounds of correction as files. */
public final class InteractiveFiles {
  private InteractiveFiles() {}

  /**
   * Writes the curve over all videos, the numbers read off it, and each video's rounds.
   *
   * @throws EngramException if the file cannot be written
   */
  public static void write(Path file, InteractiveScores scores, double seconds) {
    AtomicFile.write(
        file,
        stream -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(stream, JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("AUC", scores.areaUnderCurve());
            json.writeNumberField("seconds", seconds);
            json.writeNumberField("J&F at seconds", scores.at(seconds));
            json.writeNumberField("available seconds", scores.availableSeconds());
            json.writeArrayFieldStart("curve");
            for (InteractiveScores.Bend bend : scores.curve()) {
              json.writeStartObject();
              json.writeNumberField("seconds", bend.seconds());
              json.writeNumberField("J&F", bend.quality());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("videos");
            for (InteractiveVideo video : scores.videos()) {
              write(json, video);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
        });
  }

  static void write(Path file, InteractiveVideo video) {
    AtomicFile.write(
        file,
        stream -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(stream, JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            write(json, video);
          }
        });
  }

  private static void write(JsonGenerator json, InteractiveVideo video) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", video.name());
    json.writeArrayFieldStart("rounds");
    for (InteractiveVideo.Round round : video.rounds()) {
      json.writeStartObject();
      json.writeStringField("frame", round.frame());
      json.writeNumberField("seconds", round.seconds());
      ScoreFiles.write(json, "J", round.region());
      ScoreFiles.write(json, "F", round.contour());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Reads what {@link #write(Path, InteractiveVideo)} wrote.
   *
   * @throws EngramException if the file holds something else
   */
  static InteractiveVideo read(String video, Path file) {
    List<InteractiveVideo.Round> rounds = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.START_OBJECT
            && json.getParsingContext().getParent().inArray()) {
          rounds.add(round(json));
        }
      }
    } catch (IOException e) {
      throw new EngramException(file + ": damaged. Remove it to run the video anew.", e);
    }
    if (rounds.isEmpty()) {
      throw new EngramException(file + ": holds no round. Remove it to run the video anew.");
    }
    return new InteractiveVideo(video, rounds);
  }

  private static InteractiveVideo.Round round(JsonParser json) throws IOException {
    String frame = "";
    double seconds = 0;
    List<Double> region = new ArrayList<>();
    List<Double> contour = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      JsonToken token = json.currentToken();
      boolean inArray = json.getParsingContext().inArray();
      String name =
          inArray ? json.getParsingContext().getParent().getCurrentName() : json.currentName();
      if (token == JsonToken.VALUE_STRING) {
        frame = json.getText();
      } else if (token.isNumeric() && !inArray) {
        seconds = json.getDoubleValue();
      } else if (token.isNumeric()) {
        (name.equals("J") ? region : contour).add(json.getDoubleValue());
      }
    }
    return new InteractiveVideo.Round(frame, seconds, region, contour);
  }
}
