package dev.engram.eval;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** With what the results in a folder are made, so that a run never goes on with other ones'. */
final class RunSettings {
  private static final String FILE = "settings.json";

  private RunSettings() {}

  /**
   * What all commands have.
   *
   * @param weights tells the model's weights from others
   * @return to be added to
   */
  static Map<String, String> of(
      String command,
      Benchmark benchmark,
      Engram engram,
      String weights,
      SegmenterOptions options) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("command", command);
    settings.put("benchmark", benchmark.label());
    settings.put("model", engram.description() + ", weights " + weights);
    settings.put("size", options.size() + " of at most " + options.maxInternalSize());
    settings.put("mem-every", Integer.toString(options.memEvery()));
    settings.put("memory offset", Integer.toString(options.memOffset()));
    settings.put("deep-update-every", Integer.toString(options.deepUpdateEvery()));
    settings.put("memory", options.memory().toString());
    if (options.spatialFrames() != SegmenterOptions.defaults().spatialFrames()) {
      settings.put("spatial frames", Integer.toString(options.spatialFrames()));
    }
    return settings;
  }

  /**
   * Writes the settings into a folder where no video is done yet.
   *
   * @param videos their folders of frames tell one data set from another
   * @param done the folder's folder with a file for each video that is done
   * @throws EngramException if videos are done with other settings; names the first that differs
   */
  static void claim(
      Path folder, Map<String, String> settings, List<BenchmarkVideo> videos, String done) {
    Path file = folder.resolve(FILE);
    settings.put("data", String.valueOf(videos.get(0).frames().toAbsolutePath().getParent()));
    if (isEmpty(folder.resolve(done)) && isEmpty(folder.resolve(ResultFolder.RESULTS))) {
      write(file, settings);
      return;
    }
    Map<String, String> before = Files.exists(file) ? read(file) : Map.of();
    Set<String> names = new LinkedHashSet<>(settings.keySet());
    names.addAll(before.keySet());
    for (String name : names) {
      String old = before.getOrDefault(name, "unknown");
      String now = settings.getOrDefault(name, "unknown");
      if (!old.equals(now)) {
        throw new EngramException(
            String.format(
                "%s: has results with %s %s, but now it is %s. Choose another folder, or remove"
                    + " this one.",
                folder, name, old, now));
      }
    }
  }

  private static boolean isEmpty(Path folder) {
    return !Files.isDirectory(folder) || MaskFolder.list(folder, file -> true).isEmpty();
  }

  private static void write(Path file, Map<String, String> settings) {
    AtomicFile.write(
        file,
        stream -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(stream, JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, String> setting : settings.entrySet()) {
              json.writeStringField(setting.getKey(), setting.getValue());
            }
            json.writeEndObject();
          }
        });
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> settings = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          settings.put(json.currentName(), json.getText());
        }
      }
      return settings;
    } catch (IOException e) {
      throw new EngramException(
          file + ": damaged. Remove the folder, or choose another one, to begin anew.", e);
    }
  }
}
