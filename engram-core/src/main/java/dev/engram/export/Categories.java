package dev.engram.export;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The names of objects, numbered from 1; objects of one name are of one category. */
final class Categories {
  private final Map<String, Integer> ids = new LinkedHashMap<>();

  Categories(List<ExportObject> objects) {
    for (ExportObject object : objects) {
      ids.putIfAbsent(object.name(), ids.size() + 1);
    }
  }

  int of(ExportObject object) {
    return Objects.requireNonNull(ids.get(object.name()));
  }

  void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("categories");
    for (Map.Entry<String, Integer> category : ids.entrySet()) {
      json.writeStartObject();
      json.writeNumberField("id", category.getValue());
      json.writeStringField("name", category.getKey());
      json.writeStringField("supercategory", "object");
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
