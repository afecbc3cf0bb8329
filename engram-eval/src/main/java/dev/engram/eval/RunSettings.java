package dev.engram.eval;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.SegmenterOptions;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** With what the results in a folder are made, so that a run never goes on with other ones'. */
final class RunSettings {
  private static final String FILE = "settings.json";

  private RunSettings() {}

  static Map<String, String> of(
      Benchmark benchmark, String model, SegmenterOptions options, BenchmarkRun.Forms forms) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("benchmark", benchmark.label());
    settings.put("model", model);
    settings.put("size", options.size() + " of at most " + options.maxInternalSize());
    settings.put("mem-every", options.memEvery() + " less " + options.memOffset());
    settings.put("deep-update-every", Integer.toString(options.deepUpdateEvery()));
    settings.put("memory", options.memory().toString());
    settings.put("flip", Boolean.toString(forms.mirrored()));
    settings.put("save-scores", Boolean.toString(forms.scores()));
    settings.put("extend", Integer.toString(forms.plays()));
    return settings;
  }

  /**
   * Writes the settings into a folder that has none yet.
   *
   * @throws EngramException if the folder was begun with others; names the first that differs
   */
  static void claim(Path folder, Map<String, String> settings) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      write(file, settings);
      return;
    }
    Map<String, String> before = read(file);
    settings.forEach(
        (name, value) -> {
          String old = before.get(name);
          if (!value.equals(old)) {
            throw new EngramException(
                String.format(
                    "%s: was begun with %s %s, but now it is %s. Choose another folder, or remove"
                        + " this one.",
                    folder, name, old, value));
          }
        });
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
