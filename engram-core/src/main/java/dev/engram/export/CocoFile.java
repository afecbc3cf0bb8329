package dev.engram.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.common.AtomicFile;
import dev.engram.mask.LabelMap;
import dev.engram.mask.RunLengths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * COCO instances: an image a frame that has a mask, an annotation an object that it shows.
 * Annotations come first, as they are many, then the images.
 */
final class CocoFile implements FormatWriter {
  /** An image's number is that of its frame, from 1. */
  private record Image(long id, String file) {}

  private final ExportPlan plan;
  private final Categories categories;
  private final List<Image> images = new ArrayList<>();
  private final StagedFile file;
  private final JsonGenerator json;
  private long annotations;

  CocoFile(ExportPlan plan) {
    this.plan = plan;
    categories = new Categories(plan.objects());
    file = new StagedFile(plan.target());
    try {
      json = JsonText.begin(file, plan);
      json.writeArrayFieldStart("annotations");
    } catch (IOException e) {
      file.close();
      throw AtomicFile.cannotWrite(plan.target(), e);
    }
  }

  @Override
  public boolean write(ExportFrame frame) {
    images.add(new Image(frame.index() + 1, frame.file()));
    try {
      for (ExportObject object : plan.objects()) {
        if (frame.labels().area(object.label()) > 0) {
          write(frame, object);
        }
      }
      return true;
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(plan.target(), e);
    }
  }

  private void write(ExportFrame frame, ExportObject object) throws IOException {
    LabelMap labels = frame.labels();
    int label = object.label();
    annotations++;
    json.writeStartObject();
    json.writeNumberField("id", annotations);
    json.writeNumberField("image_id", frame.index() + 1);
    json.writeNumberField("category_id", categories.of(object));
    json.writeFieldName("segmentation");
    JsonText.runs(json, plan, RunLengths.compressed(RunLengths.columns(labels, label)));
    json.writeNumberField("area", labels.area(label));
    json.writeFieldName("bbox");
    JsonText.box(json, labels.box(label));
    json.writeNumberField("iscrowd", plan.options().crowd() ? 1 : 0);
    json.writeNumberField("track_id", label);
    json.writeEndObject();
  }

  @Override
  public void finish() {
    try {
      json.writeEndArray();
      json.writeArrayFieldStart("images");
      for (Image image : images) {
        json.writeStartObject();
        json.writeNumberField("id", image.id());
        json.writeStringField("file_name", image.file());
        json.writeNumberField("width", plan.width());
        json.writeNumberField("height", plan.height());
        json.writeEndObject();
      }
      json.writeEndArray();
      categories.write(json);
      json.writeEndObject();
      json.close();
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(plan.target(), e);
    }
    file.finish();
  }

  @Override
  public void close() {
    file.close();
  }
}
