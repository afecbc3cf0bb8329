package dev.engram.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.mask.LabelMap;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A session without a mouse: from the first object to the export. */
class KeyboardTest {
  @TempDir private Path folder;

  @Test
  void allThatASessionNeedsCanBeDoneWithTheKeyboardAlone() {
    NumberedClip clip = new NumberedClip(20);
    try (Browser browser = Browser.open();
        TestStudio studio = TestStudio.open(folder, clip, 96)) {
      StudioPage page = studio.page(browser);
      StudioApi api = studio.api();

      page.type("n");
      api.await("an object", state -> state.get("objects").size() == 1);
      renameWithTheTabulator(page, api);
      strokeWithTheCursor(page, api, clip);
      clickWithTheCursor(page, api);

      page.type("g");
      api.awaitPropagated("forward");
      page.awaitShown(clip.frames() - 1);
      stepThroughFrames(page, clip);

      page.type("k");
      api.await("a reference", state -> references(state).equals(List.of(0, 2)));
      page.type(Keys.ARROW_UP);
      page.awaitShown(0);
      page.chord("z", Keys.CONTROL);
      api.await("its undoing", state -> references(state).equals(List.of(0)));

      helpComesAndGoes(page);
      exportWithTheTabulator(page, api);
      assertThat(browser.errors()).isEmpty();
    }
  }

  private static void renameWithTheTabulator(StudioPage page, StudioApi api) {
    page.tabTo("object-1-rename");
    page.type(Keys.ENTER);
    page.await("the field", it -> it.focused().equals("object-1-name"));
    page.chord("a", Keys.CONTROL);
    page.type("disc", Keys.ENTER);
    api.await("the name", state -> state.at("/objects/0/name").asText().equals("disc"));
  }

  /** The cursor begins in the middle of the frame: 160, 120. */
  private static void strokeWithTheCursor(StudioPage page, StudioApi api, NumberedClip clip) {
    page.type("b", "m");
    page.await("the cursor", it -> it.text("read-out").contains("160, 120"));
    for (int x = 160; x > clip.discX(0); x -= 10) {
      page.chord(Keys.ARROW_LEFT, Keys.SHIFT);
    }
    page.await("its place", it -> it.text("read-out").contains("110, 120"));
    page.type(Keys.ENTER);
    page.chord(Keys.ARROW_DOWN, Keys.SHIFT);
    page.chord(Keys.ARROW_DOWN, Keys.SHIFT);
    page.type(Keys.ARROW_DOWN, Keys.ENTER);
    api.await("the stroke", state -> api.mask(0).at(110, 141) == 1);
    assertThat(api.mask(0).at(110, 120)).isEqualTo(1);
    assertThat(api.mask(0).at(110, 170)).isZero();
  }

  /** Beside the stroke, as a click within a mask corrects nothing. */
  private static void clickWithTheCursor(StudioPage page, StudioApi api) {
    LabelMap before = api.mask(0);
    page.chord(Keys.ARROW_RIGHT, Keys.SHIFT);
    page.chord(Keys.ARROW_RIGHT, Keys.SHIFT);
    page.type("c", Keys.ENTER);
    api.await("the click", state -> api.mask(0).area(1) > before.area(1));
    page.type(Keys.ESCAPE, Keys.ESCAPE);
  }

  private static void stepThroughFrames(StudioPage page, NumberedClip clip) {
    page.type(Keys.HOME);
    page.awaitShown(0);
    page.type(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    page.awaitShown(3);
    page.type(Keys.ARROW_LEFT);
    page.awaitShown(2);
    assertThat(NumberedClip.read(page)).isEqualTo(2);
    page.type(Keys.END);
    page.awaitShown(clip.frames() - 1);
    page.type(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    page.awaitShown(2);
  }

  private static List<Integer> references(JsonNode state) {
    return state.get("references").findValues("frame").stream().map(JsonNode::asInt).toList();
  }

  private static void helpComesAndGoes(StudioPage page) {
    String before = page.focused();
    page.type("?");
    page.await("the help", it -> it.has("dialog-help"));
    page.type(Keys.ESCAPE);
    page.await("its end", it -> !it.has("dialog-help"));
    assertThat(page.focused()).isEqualTo(before);
  }

  private static void exportWithTheTabulator(StudioPage page, StudioApi api) {
    page.type(Keys.F4);
    page.await("the panel", it -> it.focused().equals("tab-export"));
    page.tabTo("export-format");
    page.type(Keys.HOME);
    page.tabTo("export-start");
    page.type(Keys.ENTER);
    JsonNode state =
        api.await("the export", now -> now.at("/exports/0/state").asText().equals("done"));
    assertThat(state.at("/exports/0/format").asText()).isEqualTo("masks");
    page.await("its download", it -> it.has("export-e1-download"));
    page.tabTo("export-e1-download");
  }
}
