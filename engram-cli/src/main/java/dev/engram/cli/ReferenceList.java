package dev.engram.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.mask.LabelMap;
import dev.engram.project.Project;
import dev.engram.project.ProjectReference;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A project's references, as lines of a terminal or as JSON. */
final class ReferenceList {
  private ReferenceList() {}

  static List<String> of(Project project) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"FRAME", "MASK", "OBJECTS (PIXELS)"});
    for (ProjectReference reference : project.references()) {
      LabelMap map = project.readReference(reference.frame()).labels();
      List<String> objects = new ArrayList<>();
      for (int label : map.labels()) {
        objects.add(
            String.format(
                Locale.ROOT, "%d %s (%,d)", label, project.objectName(label), map.area(label)));
      }
      String partial = reference.whole() ? "" : "; partial";
      String all = objects.isEmpty() ? "none" : String.join(", ", objects);
      rows.add(
          new String[] {project.frameName(reference.frame()), reference.mask(), all + partial});
    }
    int frame = widest(rows, 0);
    int mask = widest(rows, 1);
    return rows.stream()
        .map(row -> String.format("%-" + frame + "s  %-" + mask + "s  %s", (Object[]) row))
        .toList();
  }

  private static int widest(List<String[]> rows, int column) {
    return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
  }

  /** One object on one line. */
  static String json(Project project) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("project", project.folder().toString());
      json.writeStringField("input", project.input().toString());
      json.writeNumberField("frames", project.frames());
      json.writeNumberField("width", project.width());
      json.writeNumberField("height", project.height());
      json.writeArrayFieldStart("references");
      for (ProjectReference reference : project.references()) {
        write(json, project, reference);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Project project, ProjectReference reference)
      throws IOException {
    LabelMap map = project.readReference(reference.frame()).labels();
    json.writeStartObject();
    json.writeNumberField("frame", reference.frame());
    json.writeStringField("name", project.frameName(reference.frame()));
    json.writeStringField("mask", reference.mask());
    json.writeBooleanField("whole", reference.whole());
    json.writeArrayFieldStart("objects");
    for (int label : map.labels()) {
      json.writeStartObject();
      json.writeNumberField("label", label);
      json.writeStringField("name", project.objectName(label));
      json.writeNumberField("pixels", map.area(label));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
