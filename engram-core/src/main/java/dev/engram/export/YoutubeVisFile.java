package dev.engram.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.common.AtomicFile;
import dev.engram.mask.LabelMap;
import dev.engram.mask.RunLengths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * YouTube-VIS: one video of the frames that have a mask, and a track an object with a segmentation,
 * an area and a box for each of these, or null where it is not seen.
 */
final class YoutubeVisFile implements FormatWriter {
  /** A frame's number in the video, and its file. */
  private record Image(long index, String file) {}

  private final ExportPlan plan;
  private final List<Image> images = new ArrayList<>();
  private final StagedFile file;
  private final TrackSpool tracks;

  YoutubeVisFile(ExportPlan plan) {
    this.plan = plan;
    file = new StagedFile(plan.target());
    tracks = new TrackSpool(plan.target());
  }

  @Override
  public boolean write(ExportFrame frame) {
    images.add(new Image(frame.index(), plan.title() + "/" + frame.file()));
    LabelMap labels = frame.labels();
    for (ExportObject object : plan.objects()) {
      int label = object.label();
      if (labels.area(label) > 0) {
        tracks.add(
            label,
            frame.index(),
            labels.box(label),
            labels.area(label),
            RunLengths.compressed(RunLengths.columns(labels, label)));
      }
    }
    return true;
  }

  @Override
  public void finish() {
    Categories categories = new Categories(plan.objects());
    try (JsonGenerator json = JsonText.begin(file, plan)) {
      categories.write(json);
      writeVideo(json);
      json.writeArrayFieldStart("annotations");
      long id = 0;
      for (ExportObject object : plan.objects()) {
        List<TrackSpool.Shape> shapes = tracks.of(object.label());
        if (!shapes.isEmpty()) {
          id++;
          json.writeStartObject();
          json.writeNumberField("id", id);
          json.writeNumberField("video_id", 1);
          json.writeNumberField("category_id", categories.of(object));
          json.writeNumberField("track_id", object.label());
          json.writeNumberField("iscrowd", 0);
          json.writeNumberField("width", plan.width());
          json.writeNumberField("height", plan.height());
          json.writeNumberField("length", 1);
          writeTrack(json, shapes);
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(plan.target(), e);
    }
    file.finish();
  }

  private void writeVideo(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("videos");
    json.writeStartObject();
    json.writeNumberField("id", 1);
    json.writeNumberField("width", plan.width());
    json.writeNumberField("height", plan.height());
    json.writeNumberField("length", images.size());
    json.writeArrayFieldStart("file_names");
    for (Image image : images) {
      json.writeString(image.file());
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  /** Writes what there is of a shape. */
  private interface Part {
    void write(TrackSpool.Shape shape) throws IOException;
  }

  private void writeTrack(JsonGenerator json, List<TrackSpool.Shape> shapes) throws IOException {
    writeEach(
        json, "segmentations", shapes, shape -> JsonText.runs(json, plan, tracks.text(shape)));
    writeEach(json, "bboxes", shapes, shape -> JsonText.box(json, shape.box()));
    writeEach(json, "areas", shapes, shape -> json.writeNumber(shape.area()));
  }

  private void writeEach(JsonGenerator json, String name, List<TrackSpool.Shape> shapes, Part part)
      throws IOException {
    json.writeArrayFieldStart(name);
    int next = 0;
    for (Image image : images) {
      if (next < shapes.size() && shapes.get(next).frame() == image.index()) {
        part.write(shapes.get(next));
        next++;
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }

  @Override
  public void close() {
    tracks.close();
    file.close();
  }
}
