package dev.engram.project;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.mask.Box;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the masks of "CVAT for video 1.1". Nothing outside of the file is fetched, and a document
 * type, with the entities that it may declare, is not looked at.
 */
final class CvatTracks {
  private final Path file;
  private final Footage footage;
  private final AnnotatedShapes shapes;
  private String label = "";
  private String track = "";

  private CvatTracks(Path file, Footage footage) {
    this.file = file;
    this.footage = footage;
    this.shapes = new AnnotatedShapes(file, footage);
  }

  /**
   * @throws EngramException if the file is none of that kind, or does not fit the video
   */
  static AnnotatedShapes read(Path file, Footage footage) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    CvatTracks tracks = new CvatTracks(file, footage);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      tracks.read(xml);
      xml.close();
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Check its rights.", e);
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
      throw new EngramException(
          file + " (line " + line + "): no valid XML. Export it from CVAT again.", e);
    }
    return tracks.shapes;
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    boolean known = false;
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "annotations" -> known = true;
        case "image" ->
            throw new EngramException(
                file + ": is \"CVAT for images\". Export \"CVAT for video 1.1\".");
        case "track" -> {
          label = attribute(xml, "label");
          track = attribute(xml, "id");
        }
        case "mask" -> readMask(xml);
        default -> {}
      }
    }
    if (!known) {
      throw new EngramException(file + ": no annotations of CVAT. Export \"CVAT for video 1.1\".");
    }
  }

  private void readMask(XMLStreamReader xml) {
    int frame = number(xml, "frame");
    if (attribute(xml, "outside").equals("1")) {
      return;
    }
    if (frame >= footage.frames()) {
      throw new EngramException(
          String.format(
              "%s: annotates frame %d, but the video has %d. Give the video that was annotated.",
              place(xml), frame, footage.frames()));
    }
    int left = number(xml, "left");
    int top = number(xml, "top");
    // as longs, as sums beyond an int would come out as a place within
    long right = (long) left + number(xml, "width");
    long bottom = (long) top + number(xml, "height");
    Box box =
        new Box(
            left,
            top,
            (int) Math.min(Integer.MAX_VALUE, right),
            (int) Math.min(Integer.MAX_VALUE, bottom));
    String runs = attribute(xml, "rle");
    shapes.add(
        frame, new AnnotatedShapes.Shape(label, track, box, place -> numbers(runs, place), false));
  }

  private static int[] numbers(String runs, String place) {
    try {
      return Arrays.stream(runs.split(","))
          .map(String::strip)
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw new EngramException(
          place + ": its run lengths are no numbers. Export it from CVAT again.", e);
    }
  }

  private int number(XMLStreamReader xml, String name) {
    String text = attribute(xml, name).strip();
    // CVAT writes some whole numbers with decimals
    if (!text.matches("\\d{1,9}(\\.0+)?")) {
      throw new EngramException(
          place(xml) + ": " + name + " is \"" + text + "\". Export it from CVAT again.");
    }
    return (int) Double.parseDouble(text);
  }

  private String attribute(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    if (value == null) {
      throw new EngramException(
          place(xml)
              + ": <"
              + xml.getLocalName()
              + "> has no "
              + name
              + ". Export \"CVAT for video 1.1\".");
    }
    return value;
  }

  private String place(XMLStreamReader xml) {
    return file + " (line " + xml.getLocation().getLineNumber() + ")";
  }
}
