package dev.engram.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.project.MaskImport;
import dev.engram.project.Project;
import dev.engram.project.ProjectObject;
import dev.engram.project.ProjectReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported as annotations can be imported again. */
class RoundTripTest {
  private static final Map<Integer, Integer> LABELS = Map.of(0, 0, 1, 1, 2, 2, 300, 3);

  @TempDir Path folder;
  private Shot shot;

  @BeforeEach
  void prepare() {
    shot = new Shot(folder);
  }

  private Path export(ExportFormat format) {
    Path out = folder.resolve("out-" + format.id() + format.extension());
    new ExportJob(shot.input(), format, ExportOptions.defaults()).run(out, (done, total) -> {});
    return out;
  }

  @Test
  void annotationsBecomeReferencesWithTheirNamesAgain() {
    for (ExportFormat format :
        List.of(ExportFormat.COCO, ExportFormat.YOUTUBE_VIS, ExportFormat.CVAT)) {
      Path file = export(format);
      Project project =
          MaskImport.of(shot.video(), file).write(folder.resolve(format.id()), false, false);

      assertThat(project.objects())
          .as(format.id())
          .containsExactly(
              new ProjectObject(1, "chair"),
              new ProjectObject(2, "chair"),
              new ProjectObject(3, Shot.CAT.name()));
      assertThat(project.references())
          .extracting(ProjectReference::frame)
          .containsExactly(0, 1, 2, 5);
      for (ProjectReference reference : project.references()) {
        int[] labels = Shot.mask(reference.frame()).toArray();
        for (int i = 0; i < labels.length; i++) {
          labels[i] = LABELS.get(labels[i]);
        }
        assertThat(project.readReference(reference.frame()).labels())
            .isEqualTo(LabelMap.of(Shot.WIDTH, Shot.HEIGHT, labels));
      }
    }
  }

  private Path written(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void assertRefused(String name, String text, String... said) throws IOException {
    Path file = written(name, text);
    assertThatThrownBy(() -> MaskImport.of(shot.video(), file))
        .isInstanceOf(EngramException.class)
        .hasMessageContainingAll(said);
  }

  @Test
  void plainCountsAndTracksOfOneFrameAreRead() throws IOException {
    // as CVAT's and others' tools write them: no compression, an annotation without a track
    Path file =
        written(
            "plain.json",
            """
            {"annotations": [{"id": 4, "image_id": 7, "category_id": 2, "iscrowd": 1,
              "segmentation": {"counts": [29, 29, 1015], "size": [29, 37]}}],
             "images": [{"id": 7, "file_name": "some/where/frame_000002.png"}],
             "categories": [{"id": 2, "name": "bar"}]}
            """);
    MaskImport found = MaskImport.of(shot.video(), file);
    assertThat(found.rows()).hasSize(1);
    assertThat(found.rows().get(0).frame()).isEqualTo(2);
    assertThat(found.rows().get(0).areas()).isEqualTo(Map.of(1, 29));
    assertThat(found.objects().get(0).name()).isEqualTo("bar");
  }

  @Test
  void whatDoesNotFitIsRefusedAndSaysWhy() throws IOException {
    String coco =
        """
        {"images": [{"id": 1, "file_name": "%s"}], "categories": [{"id": 1, "name": "a"}],
         "annotations": [{"image_id": 1, "category_id": %s, "segmentation": %s}%s]}
        """;
    String good = "{\"counts\": [0, 1073], \"size\": [29, 37]}";
    String twice = ", {\"image_id\": 1, \"category_id\": 1, \"segmentation\": " + good + "}";
    assertRefused("a.json", coco.formatted("00009.png", 1, good, ""), "the video has 6 frames");
    assertRefused("a.json", coco.formatted("x.png", 1, good, ""), "belongs to no frame");
    assertRefused("a.json", coco.formatted("1.png", 3, good, ""), "no image, video or category");
    assertRefused("a.json", coco.formatted("1.png", 1, "[[1, 2, 3]]", ""), "holds polygons");
    assertRefused("a.json", coco.formatted("1.png", 1, good, twice), "shows a twice", "track_id");
    assertRefused(
        "a.json",
        coco.formatted("1.png", 1, "{\"counts\": [9], \"size\": [3, 3]}", ""),
        "(height, width) [3, 3], but the video is 6 frames of 37x29");
    assertRefused(
        "a.json",
        coco.formatted("1.png", 1, "{\"counts\": [9], \"size\": [29, 37]}", ""),
        "(frame 1): its run lengths cover 9 pixels");
    assertRefused(
        "a.json",
        coco.formatted("1.png", 1, "{\"counts\": \"~~~\", \"size\": [29, 37]}", ""),
        "are no COCO string");
    assertRefused("a.json", "{\"images\": [", "a.json (line 1): no valid JSON");
    assertRefused("a.json", "[]", "is neither COCO nor YouTube-VIS");
    assertRefused("a.xml", "<annotations><track", "a.xml (line 1): no valid XML");
    assertRefused("a.xml", "<html/>", "no annotations of CVAT");
    String cvat =
        "<annotations><track id='0' label='a'><mask frame='%s' outside='0' left='%s' top='0'"
            + " width='2' height='1' rle='0, 2'/></track></annotations>";
    assertRefused("a.xml", cvat.formatted(6, 0), "annotates frame 6, but the video has 6");
    assertRefused("a.xml", cvat.formatted(0, 36), "is not within frames of 37x29");
    assertRefused("a.xml", cvat.formatted("-1", 0), "frame is \"-1\"");
  }

  @Test
  void entitiesOfAnXmlFileAreNeitherFetchedNorExpanded() throws IOException {
    Path secret = written("secret.txt", "secret");
    String body = "<annotations><track id='0' label='a'>&e;</track></annotations>";
    assertRefused(
        "a.xml", "<!DOCTYPE a [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>" + body, "a.xml");
    StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY x0 'ha'>");
    for (int i = 1; i < 40; i++) {
      bomb.append("<!ENTITY x%d '&x%d;&x%d;'>".formatted(i, i - 1, i - 1));
    }
    bomb.append("<!ENTITY e '&x39;'>]>");
    assertRefused("a.xml", bomb + body, "a.xml");
  }
}
