package dev.engram.export;

import dev.engram.common.AtomicFile;
import dev.engram.mask.HexColour;
import dev.engram.mask.LabelMap;
import dev.engram.mask.RunLengths;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * "CVAT for video 1.1": a track an object, with a mask for every frame that shows it. CVAT holds a
 * shape until the next one, so a mask that says {@code outside} stands where an object leaves.
 */
final class CvatFile implements FormatWriter {
  private final ExportPlan plan;
  private final StagedFile file;
  private final TrackSpool tracks;

  CvatFile(ExportPlan plan) {
    this.plan = plan;
    file = new StagedFile(plan.target());
    tracks = new TrackSpool(plan.target());
  }

  @Override
  public boolean write(ExportFrame frame) {
    LabelMap labels = frame.labels();
    for (ExportObject object : plan.objects()) {
      int label = object.label();
      if (labels.area(label) > 0) {
        String runs =
            Arrays.stream(RunLengths.rows(labels, label))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
        tracks.add(label, frame.index(), labels.box(label), labels.area(label), runs);
      }
    }
    return true;
  }

  @Override
  public void finish() {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(file.text());
      xml.writeStartDocument("utf-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("annotations");
      text(xml, "version", "1.1");
      writeMeta(xml);
      int id = 0;
      for (ExportObject object : plan.objects()) {
        List<TrackSpool.Shape> shapes = tracks.of(object.label());
        if (!shapes.isEmpty()) {
          writeTrack(xml, id, object, shapes);
          id++;
        }
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      IOException cause =
          e.getNestedException() instanceof IOException io ? io : new IOException(e);
      throw AtomicFile.cannotWrite(plan.target(), cause);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(plan.target(), e);
    }
    file.finish();
  }

  private void writeMeta(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("meta");
    xml.writeStartElement("task");
    text(xml, "name", plan.title());
    text(xml, "size", String.valueOf(plan.frames()));
    text(xml, "mode", "interpolation");
    text(xml, "overlap", "0");
    text(xml, "start_frame", "0");
    text(xml, "stop_frame", String.valueOf(plan.frames() - 1));
    xml.writeStartElement("labels");
    Map<String, Integer> colours = new LinkedHashMap<>();
    plan.objects().forEach(object -> colours.putIfAbsent(object.name(), object.rgb()));
    for (Map.Entry<String, Integer> label : colours.entrySet()) {
      xml.writeStartElement("label");
      text(xml, "name", label.getKey());
      text(xml, "color", HexColour.format(label.getValue()));
      text(xml, "type", "any");
      xml.writeEmptyElement("attributes");
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeStartElement("original_size");
    text(xml, "width", String.valueOf(plan.width()));
    text(xml, "height", String.valueOf(plan.height()));
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  private void writeTrack(
      XMLStreamWriter xml, int id, ExportObject object, List<TrackSpool.Shape> shapes)
      throws XMLStreamException, IOException {
    xml.writeStartElement("track");
    xml.writeAttribute("id", String.valueOf(id));
    xml.writeAttribute("label", printable(object.name()));
    xml.writeAttribute("source", "auto");
    xml.writeCharacters("\n");
    for (int i = 0; i < shapes.size(); i++) {
      TrackSpool.Shape shape = shapes.get(i);
      writeMask(xml, shape, shape.frame(), false);
      long next = i + 1 < shapes.size() ? shapes.get(i + 1).frame() : plan.frames();
      if (next > shape.frame() + 1) {
        writeMask(xml, shape, shape.frame() + 1, true);
      }
    }
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  private void writeMask(XMLStreamWriter xml, TrackSpool.Shape shape, long frame, boolean outside)
      throws XMLStreamException, IOException {
    xml.writeEmptyElement("mask");
    xml.writeAttribute("frame", String.valueOf(frame));
    xml.writeAttribute("keyframe", "1");
    xml.writeAttribute("outside", outside ? "1" : "0");
    xml.writeAttribute("occluded", "0");
    xml.writeAttribute("rle", tracks.text(shape));
    xml.writeAttribute("left", String.valueOf(shape.box().left()));
    xml.writeAttribute("top", String.valueOf(shape.box().top()));
    xml.writeAttribute("width", String.valueOf(shape.box().width()));
    xml.writeAttribute("height", String.valueOf(shape.box().height()));
    xml.writeAttribute("z_order", "0");
    xml.writeCharacters("\n");
  }

  private static void text(XMLStreamWriter xml, String element, String content)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeCharacters(printable(content));
    xml.writeEndElement();
  }

  /** XML 1.0 has no way to write most control characters. */
  private static String printable(String text) {
    return text.replaceAll("[^\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", " ");
  }

  @Override
  public void close() {
    tracks.close();
    file.close();
  }
}
