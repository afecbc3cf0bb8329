package dev.engram.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A person's whole session with a mouse, against a server that dies at its end. */
class WholeSessionTest {
  @TempDir private Path folder;

  private Browser browser;
  private StudioPage page;
  private StudioApi api;
  private Scene scene;

  @Test
  void whatWasMadeIsThereAfterTheServerWasKilled() throws Exception {
    scene = Scene.of(folder);
    Path project = folder.resolve("session.engram");
    try (Browser opened = Browser.open();
        StudioProcess first = StudioProcess.start(project, scene.clip(), 0)) {
      browser = opened;
      api = new StudioApi(first.port());
      page = StudioPage.open(opened, first.address());

      clickTheObject();
      brushACorrection();
      propagateAndWatch();
      correctABadFrame();
      acceptASuggestion();
      rename();
      undoAStroke();
      exportMasks();
      exportAnOverlay();
      takePictures();

      JsonNode state = api.state();
      List<LabelMap> masks = masks();
      masksOnDiskAre(masks, project);
      assertThat(opened.errors()).isEmpty();

      first.kill();
      page.await("the loss of the server", it -> it.has("banner") && !it.text("banner").isEmpty());
      try (StudioProcess second = StudioProcess.start(project, scene.clip(), first.port())) {
        page.awaitReady();
        JsonNode found = api.state();
        for (String key : List.of("/objects", "/masks/ranges", "/history", "/confidence")) {
          assertThat(found.at(key)).as(key).isEqualTo(state.at(key));
        }
        assertThat(frames(found)).isEqualTo(frames(state));
        assertThat(found.findValuesAsText("path")).isEqualTo(state.findValuesAsText("path"));
        assertThat(masks()).isEqualTo(masks);
        undoStillWorks();
        assertThat(opened.errors())
            .as("but that nobody answered for a while")
            .allMatch(line -> line.contains("ERR_CONNECTION_REFUSED"));
      }
    }
  }

  private void clickTheObject() {
    assertThat(page.has("hint")).isTrue();
    List<Integer> before = page.colour(scene.x(), scene.y());
    page.press("tool-click");
    page.click(scene.x(), scene.y());
    page.await("the object's name under the pointer", it -> isUnderPointer(it));
    assertThat(api.mask(0).at(scene.x(), scene.y())).isEqualTo(1);
    assertThat(page.colour(scene.x(), scene.y())).isNotEqualTo(before);
    assertThat(page.has("hint")).isFalse();

    page.negativeClick(scene.besideX(), scene.besideY());
    api.await("both clicks", state -> areClicked(api.mask(0)));
  }

  private boolean areClicked(LabelMap mask) {
    return mask.at(scene.x(), scene.y()) == 1 && mask.at(scene.besideX(), scene.besideY()) == 0;
  }

  private boolean isUnderPointer(StudioPage shown) {
    JsonNode objects = api.state().get("objects");
    return objects.size() == 1
        && shown.text("read-out").contains(objects.get(0).get("name").asText());
  }

  private void brushACorrection() {
    page.press("tool-brush");
    page.drag(scene.x(), scene.y(), scene.steadyX(), scene.steadyY());
    api.await("the stroke", state -> api.mask(0).at(scene.steadyX(), scene.steadyY()) == 1);
  }

  private void propagateAndWatch() {
    page.press("propagate-forward");
    page.point(scene.steadyX(), scene.steadyY());
    page.await(
        "a later frame's mask while it runs",
        it -> it.shown() > 0 && isUnderPointer(it) && it.has("propagation-progress"));
    JsonNode done = api.awaitPropagated("forward");
    assertThat(done.at("/masks/ranges").toString()).isEqualTo("[[0," + (scene.frames() - 1) + "]]");
    page.awaitShown(scene.frames() - 1);
  }

  private void correctABadFrame() {
    int bad = scene.frames() / 2;
    page.seek(bad, scene.frames());
    LabelMap neighbour = api.mask(bad + 1);
    page.drag(scene.otherX(), scene.otherY(), scene.otherX() + 30, scene.otherY());
    api.await("the correction", state -> api.mask(bad).at(scene.otherX(), scene.otherY()) == 1);
    assertThat(frames(api.state())).containsExactly(0, bad);

    page.press("propagate-all");
    api.awaitPropagated("outward");
    assertThat(api.mask(bad).at(scene.otherX(), scene.otherY())).isEqualTo(1);
    assertThat(api.mask(bad + 1)).isNotEqualTo(neighbour);
  }

  private void acceptASuggestion() {
    page.press("tab-references");
    page.press("suggest");
    page.await("a suggestion", it -> !it.tests("suggestion-", "-go").isEmpty());
    String first = page.tests("suggestion-", "-go").get(0);
    int frame = Integer.parseInt(first.replaceAll("\\D", ""));
    assertThat(frames(api.state())).doesNotContain(frame);
    page.press(first);
    page.awaitShown(frame);
    page.press("reference");
    api.await("the reference", state -> frames(state).contains(frame));
    page.await("its card", it -> it.has("reference-" + frame));
  }

  private static List<Integer> frames(JsonNode state) {
    return state.get("references").findValues("frame").stream().map(JsonNode::asInt).toList();
  }

  private void rename() {
    page.press("object-1-rename");
    page.fill("object-1-name", "armchair");
    api.await("the name", state -> name(state).equals("armchair"));
  }

  private static String name(JsonNode state) {
    return state.at("/objects/0/name").asText();
  }

  private void undoAStroke() {
    int frame = page.shown();
    LabelMap before = api.mask(frame);
    page.drag(scene.otherX(), scene.otherY(), scene.otherX() + 9, scene.otherY() + 9);
    api.await("the stroke", state -> !api.mask(frame).equals(before));
    page.chord("z", Keys.CONTROL);
    api.await("its undoing", state -> api.mask(frame).equals(before));
  }

  private void exportMasks() throws IOException {
    int read = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(export("masks")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".png")) {
          Path file = folder.resolve("exported.png");
          Files.write(file, zip.readAllBytes());
          int frame = Integer.parseInt(entry.getName().replaceAll(".*/|\\.png", ""));
          assertThat(new MaskReader().read(file).labels()).isEqualTo(api.mask(frame));
          read++;
        }
      }
    }
    assertThat(read).isEqualTo(scene.frames());
  }

  private void exportAnOverlay() throws IOException {
    Path video = folder.resolve("overlay.mp4");
    Files.write(video, export("overlay"));
    try (FrameSource input = FrameSources.open(scene.clip().toString());
        FrameSource output = FrameSources.open(video.toString())) {
      int count = 0;
      for (Frame frame = output.next(); frame != null; frame = output.next()) {
        Frame other = input.next();
        assertThat(other).isNotNull();
        assertThat(frame.width()).isEqualTo(other.width());
        assertThat(frame.height()).isEqualTo(other.height());
        count++;
      }
      assertThat(count).isEqualTo(scene.frames());
    }
  }

  private byte[] export(String format) {
    int before = api.state().get("exports").size();
    page.press("panel-export");
    page.choose("export-format", format);
    page.press("export-start");
    JsonNode state =
        api.await(
            format, now -> now.get("exports").size() > before && !states(now).contains("running"));
    assertThat(states(state)).containsOnly("done");
    String id = state.get("exports").get(before).get("id").asText();
    page.await("the download", it -> it.has("export-" + id + "-download"));
    return api.get("/exports/" + id + "/file");
  }

  private static List<String> states(JsonNode state) {
    return state.get("exports").findValuesAsText("state");
  }

  private List<LabelMap> masks() {
    return IntStream.range(0, scene.frames()).mapToObj(api::mask).toList();
  }

  private void masksOnDiskAre(List<LabelMap> masks, Path project) {
    List<Integer> own = frames(api.state());
    for (int frame = 0; frame < masks.size(); frame++) {
      String place = own.contains(frame) ? "references" : "masks";
      Path file = project.resolve(place).resolve(Frame.nameOf(frame) + ".png");
      assertThat(new MaskReader().read(file).labels())
          .as(file.toString())
          .isEqualTo(masks.get(frame));
    }
  }

  private void takePictures() {
    page.type("0");
    for (int[] size : new int[][] {{1280, 800}, {2560, 1440}}) {
      browser.resize(size[0], size[1]);
      for (String panel : List.of("references", "memory", "export", "settings")) {
        page.press("tab-" + panel);
        page.await(panel, it -> it.value("panel", "data-panel").equals(panel));
        browser.picture(panel + "-" + size[0]);
      }
      for (String dialog : List.of("help", "import")) {
        page.press(dialog);
        page.await(dialog, it -> it.has("dialog-" + dialog));
        browser.picture(dialog + "-" + size[0]);
        page.press("dialog-close");
      }
      page.press("theme");
      page.press("tab-references");
      browser.picture("other-theme-" + size[0]);
      page.press("theme");
    }
    browser.resize(1280, 800);
  }

  private void undoStillWorks() {
    page.press("undo");
    api.await("the old name", state -> !name(state).equals("armchair"));
    page.press("redo");
    api.await("the new name", state -> name(state).equals("armchair"));
  }
}
