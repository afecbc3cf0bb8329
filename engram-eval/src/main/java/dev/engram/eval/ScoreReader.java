package dev.engram.eval;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link ScoreFiles#writeJson} wrote. */
public final class ScoreReader {
  private final Path file;
  private final List<VideoScore> videos = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private ScoreReader(Path file) {
    this.file = file;
  }

  /**
   * @throws EngramException if the file cannot be read, or holds something else
   */
  public static Scores readJson(Path file) {
    ScoreReader reader = new ScoreReader(file);
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      reader.read(json);
    } catch (IOException e) {
      throw new EngramException(
          file
              + ": no scores ("
              + AtomicFile.reason(e)
              + "). Give a file of 'engram evaluate' or 'engram measure --json'.",
          e);
    }
    if (reader.videos.isEmpty()) {
      throw reader.wrong();
    }
    return new Scores(reader.videos, reader.problems);
  }

  private EngramException wrong() {
    return new EngramException(
        file + ": holds no scores. Give a file of 'engram evaluate' or 'engram measure --json'.");
  }

  private void read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw wrong();
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "videos" -> readVideos(json);
        case "problems" -> problems.addAll(texts(json));
        default -> json.skipChildren();
      }
    }
  }

  private void readVideos(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String name = "";
      List<ObjectScore> objects = new ArrayList<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "name" -> name = json.getText();
          case "objects" -> {
            while (json.nextToken() == JsonToken.START_OBJECT) {
              objects.add(readObject(json));
            }
          }
          default -> json.skipChildren();
        }
      }
      videos.add(new VideoScore(name, objects));
    }
  }

  private ObjectScore readObject(JsonParser json) throws IOException {
    int label = 0;
    List<String> frames = List.of();
    List<Double> region = List.of();
    List<Double> contour = List.of();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "object" -> label = json.getIntValue();
        case "frames" -> frames = texts(json);
        case "framesJ" -> region = numbers(json);
        case "framesF" -> contour = numbers(json);
        default -> json.skipChildren();
      }
    }
    if (frames.isEmpty() || frames.size() != region.size() || frames.size() != contour.size()) {
      throw wrong();
    }
    return new ObjectScore(label, frames, region, contour);
  }

  private static List<String> texts(JsonParser json) throws IOException {
    List<String> texts = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(json.getText());
    }
    return texts;
  }

  private static List<Double> numbers(JsonParser json) throws IOException {
    List<Double> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      numbers.add(json.getDoubleValue());
    }
    return numbers;
  }
}
