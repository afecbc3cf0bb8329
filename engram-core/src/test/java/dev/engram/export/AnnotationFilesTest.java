package dev.engram.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.mask.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Annotation files are read back by readers of their own, which know nothing of the writers. */
class AnnotationFilesTest {
  @TempDir Path folder;
  private Shot shot;

  @BeforeEach
  void prepare() {
    shot = new Shot(folder);
  }

  private Path export(ExportFormat format, ExportOptions options) {
    Path out = folder.resolve("out" + format.extension());
    new ExportJob(shot.input(), format, options).run(out, (done, total) -> {});
    return out;
  }

  private Path export(ExportFormat format) {
    return export(format, ExportOptions.defaults());
  }

  @Test
  void cocoHoldsAnImageAMaskedFrameAndAnAnnotationAnObjectThatItShows() throws IOException {
    Map<String, Object> coco = map(json(export(ExportFormat.COCO)));

    Map<Long, String> images = new LinkedHashMap<>();
    for (Map<String, Object> image : maps(coco.get("images"))) {
      images.put(number(image.get("id")), (String) image.get("file_name"));
      assertThat(image).containsEntry("width", 37L).containsEntry("height", 29L);
    }
    assertThat(images)
        .isEqualTo(
            Map.of(
                1L,
                "00000.jpg",
                2L,
                "00001.jpg",
                3L,
                "00002.jpg",
                4L,
                "00003.jpg",
                6L,
                "00005.jpg"));
    assertThat(maps(coco.get("categories")))
        .extracting(category -> category.get("id") + " " + category.get("name"))
        .containsExactly("1 chair", "2 " + Shot.CAT.name());
    Set<Object> ids = new HashSet<>();
    Set<String> found = new HashSet<>();
    for (Map<String, Object> annotation : maps(coco.get("annotations"))) {
      assertThat(ids.add(annotation.get("id"))).isTrue();
      int frame = (int) number(annotation.get("image_id")) - 1;
      int label = (int) number(annotation.get("track_id"));
      found.add(frame + ":" + label);
      assertThat(annotation)
          .containsEntry("category_id", label == 300 ? 2L : 1L)
          .containsEntry("iscrowd", 0L)
          .containsEntry("area", (long) Shot.mask(frame).area(label));
      assertThat(annotation.get("bbox")).isEqualTo(box(Shot.mask(frame), label));
      assertThat(decoded(map(annotation.get("segmentation"))))
          .isEqualTo(Shot.mask(frame).mask(label));
    }
    assertThat(found)
        .containsExactlyInAnyOrder(
            "0:1", "0:2", "1:1", "1:300", "2:1", "2:300", "5:1", "5:2", "5:300");
  }

  @Test
  void cocoSaysCrowdWhereAskedTo() throws IOException {
    Path file = export(ExportFormat.COCO, ExportOptions.builder().crowd(true).build());
    assertThat(maps(map(json(file)).get("annotations")))
        .allSatisfy(annotation -> assertThat(annotation).containsEntry("iscrowd", 1L));
  }

  @Test
  void cocoNamesImagesAsTheFolderDoes() throws IOException {
    Path frames = folder.resolve("frames");
    shot.picture("frames/a_0001.png", Shot.WIDTH, Shot.HEIGHT);
    shot.picture("frames/a_0002.PNG", Shot.WIDTH, Shot.HEIGHT);
    ExportInput input = new ExportInput(frames.toString(), shot.input().masks(), Shot.OBJECTS);
    Path out = folder.resolve("images.json");
    new ExportJob(input, ExportFormat.COCO, ExportOptions.defaults()).run(out, (d, t) -> {});
    assertThat(maps(map(json(out)).get("images")))
        .extracting(image -> image.get("file_name"))
        .containsExactly("a_0001.png", "a_0002.PNG");
  }

  @Test
  void youtubeVisHoldsATrackAnObjectWithNullWhereItIsNotSeen() throws IOException {
    Map<String, Object> file = map(json(export(ExportFormat.YOUTUBE_VIS)));

    Map<String, Object> video = maps(file.get("videos")).get(0);
    assertThat(video)
        .containsEntry("id", 1L)
        .containsEntry("length", 5L)
        .containsEntry("width", 37L)
        .containsEntry("height", 29L)
        .containsEntry(
            "file_names",
            List.of(
                "shot/00000.jpg",
                "shot/00001.jpg",
                "shot/00002.jpg",
                "shot/00003.jpg",
                "shot/00005.jpg"));
    List<Map<String, Object>> tracks = maps(file.get("annotations"));
    assertThat(tracks).extracting(t -> t.get("track_id")).containsExactly(1L, 2L, 300L);
    assertThat(tracks).extracting(t -> t.get("category_id")).containsExactly(1L, 1L, 2L);
    List<Integer> frames = List.copyOf(Shot.MASKED);
    for (Map<String, Object> track : tracks) {
      int label = (int) number(track.get("track_id"));
      List<?> segmentations = (List<?>) track.get("segmentations");
      List<?> areas = (List<?>) track.get("areas");
      List<?> boxes = (List<?>) track.get("bboxes");
      assertThat(List.of(segmentations.size(), areas.size(), boxes.size())).containsOnly(5);
      for (int i = 0; i < frames.size(); i++) {
        LabelMap mask = Shot.mask(frames.get(i));
        if (mask.area(label) == 0) {
          assertThat(segmentations.get(i)).isNull();
          assertThat(areas.get(i)).isNull();
          assertThat(boxes.get(i)).isNull();
        } else {
          assertThat(decoded(map(segmentations.get(i)))).isEqualTo(mask.mask(label));
          assertThat(areas.get(i)).isEqualTo((long) mask.area(label));
          assertThat(boxes.get(i)).isEqualTo(box(mask, label));
        }
      }
    }
  }

  @Test
  void cvatFollowsItsSchemaAndItsTracksShowTheMasksOfEveryFrame() throws Exception {
    Path file = export(ExportFormat.CVAT);
    SchemaFactory.newDefaultInstance()
        .newSchema(getClass().getResource("cvat-video-1.1.xsd"))
        .newValidator()
        .validate(new StreamSource(file.toFile()));

    Document xml =
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
    assertThat(texts(xml, "color")).containsExactly("#c81e46", "#20c0f0");
    assertThat(texts(xml, "size")).containsExactly("6");
    NodeList tracks = xml.getElementsByTagName("track");
    assertThat(tracks.getLength()).isEqualTo(3);
    int[] labels = {1, 2, 300};
    for (int i = 0; i < 3; i++) {
      Element track = (Element) tracks.item(i);
      assertThat(track.getAttribute("label")).isEqualTo(Shot.OBJECTS.get(i).name());
      byte[][] shown = playedBack(track);
      for (int frame = 0; frame < Shot.FRAMES; frame++) {
        byte[] expected =
            Shot.isMasked(frame)
                ? Shot.mask(frame).mask(labels[i])
                : new byte[Shot.WIDTH * Shot.HEIGHT];
        assertThat(shown[frame]).as("frame " + frame).isEqualTo(expected);
      }
    }
  }

  @Test
  void cvatEndsTracksWhereTheRangeEnds() throws Exception {
    Path file = export(ExportFormat.CVAT, ExportOptions.builder().frames(0, 1).build());
    Document xml =
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
    Element chair = (Element) xml.getElementsByTagName("track").item(0);
    assertThat(playedBack(chair)[2]).containsOnly(0);
  }

  /** What CVAT shows: a shape stays until the next one of its track. */
  private static byte[][] playedBack(Element track) {
    byte[][] frames = new byte[Shot.FRAMES][Shot.WIDTH * Shot.HEIGHT];
    NodeList masks = track.getElementsByTagName("mask");
    for (int i = 0; i < masks.getLength(); i++) {
      Element mask = (Element) masks.item(i);
      int from = attribute(mask, "frame");
      int to =
          i + 1 < masks.getLength() ? attribute((Element) masks.item(i + 1), "frame") : Shot.FRAMES;
      assertThat(from).isLessThan(to);
      for (int frame = from; frame < to && attribute(mask, "outside") == 0; frame++) {
        paint(mask, frames[frame]);
      }
    }
    return frames;
  }

  private static void paint(Element mask, byte[] frame) {
    int width = attribute(mask, "width");
    int pixel = 0;
    byte value = 0;
    for (String run : mask.getAttribute("rle").split(", ")) {
      for (int i = 0; i < Integer.parseInt(run); i++, pixel++) {
        int x = attribute(mask, "left") + pixel % width;
        int y = attribute(mask, "top") + pixel / width;
        frame[y * Shot.WIDTH + x] = value;
      }
      value = (byte) (1 - value);
    }
    assertThat(pixel).isEqualTo(width * attribute(mask, "height"));
  }

  private static int attribute(Element element, String name) {
    return Integer.parseInt(element.getAttribute(name));
  }

  private static List<String> texts(Document xml, String element) {
    NodeList nodes = xml.getElementsByTagName(element);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static List<Long> box(LabelMap map, int label) {
    int left = map.width();
    int top = map.height();
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < map.height(); y++) {
      for (int x = 0; x < map.width(); x++) {
        if (map.at(x, y) == label) {
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x);
          bottom = Math.max(bottom, y);
        }
      }
    }
    return List.of((long) left, (long) top, right - left + 1L, bottom - top + 1L);
  }

  /** COCO's string as its format describes it: bits are collected one by one, then summed up. */
  private static byte[] decoded(Map<String, Object> segmentation) {
    assertThat(segmentation.get("size")).isEqualTo(List.of(29L, 37L));
    List<Integer> counts = new ArrayList<>();
    StringBuilder bits = new StringBuilder();
    for (char c : ((String) segmentation.get("counts")).toCharArray()) {
      String six = Integer.toBinaryString(64 + (c - '0')).substring(1);
      bits.insert(0, six.substring(1));
      if (six.charAt(0) == '0') {
        int value = Integer.parseInt(bits.toString(), 2);
        if (bits.charAt(0) == '1') {
          value -= 1 << bits.length();
        }
        int i = counts.size();
        counts.add(i > 2 ? value + counts.get(i - 2) : value);
        bits.setLength(0);
      }
    }
    byte[] mask = new byte[37 * 29];
    int pixel = 0;
    for (int i = 0; i < counts.size(); i++) {
      for (int n = 0; n < counts.get(i); n++, pixel++) {
        mask[pixel % 29 * 37 + pixel / 29] = (byte) (i % 2);
      }
    }
    assertThat(pixel).isEqualTo(mask.length);
    return mask;
  }

  private static Object json(Path file) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(Files.readString(file))) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> map = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String key = json.currentName();
          json.nextToken();
          assertThat(map).doesNotContainKey(key);
          map.put(key, value(json));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(json));
        }
        yield list;
      }
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NULL -> null;
      default -> json.getText();
    };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object value) {
    return (List<Map<String, Object>>) value;
  }

  private static long number(Object value) {
    return (Long) value;
  }
}
