package dev.engram.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contrast, names and roles of everything on the page, in both themes. */
class AccessibilityTest {
  private static final List<String> PANELS = List.of("references", "memory", "export", "settings");

  @TempDir private static Path folder;
  private static Browser browser;
  private static TestStudio studio;

  private StudioPage page;
  private Axe axe;

  @BeforeAll
  static void start() {
    browser = Browser.open();
    studio = TestStudio.open(folder, new NumberedClip(12), 96);
  }

  @AfterAll
  static void stop() {
    if (studio != null) {
      studio.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() {
    page = studio.page(browser);
    axe = new Axe(browser);
  }

  @Test
  void aNewProjectAsksForNothingThatCannotBeRead() {
    assertThat(axe.violations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void everyPanelAndDialogCanBeReadInTheTheme(String theme) {
    work();
    page.press("tab-settings");
    page.choose("setting-theme", theme);
    page.await(theme, it -> it.theme().equals(theme));
    for (String panel : PANELS) {
      page.press("tab-" + panel);
      page.await(panel, it -> it.value("panel", "data-panel").equals(panel));
      assertThat(axe.violations()).as(panel).isEmpty();
    }
    for (String dialog : List.of("help", "import")) {
      page.press(dialog);
      page.await(dialog, it -> it.has("dialog-" + dialog));
      assertThat(axe.violations()).as(dialog).isEmpty();
      page.press("dialog-close");
    }
    assertThat(browser.errors()).isEmpty();
  }

  /** Fills the page: objects, one of them locked, references, masks, suggestions and an export. */
  private static void work() {
    StudioApi api = studio.api();
    if (api.state().get("objects").isEmpty()) {
      api.post("/objects", Map.of("name", "disc"));
      api.post("/objects", Map.of("name", "ground"));
      stroke(api, 1, 140);
      stroke(api, 2, 220);
      api.post("/propagation", Map.of("from", 0, "direction", "forward"));
      api.awaitPropagated("forward");
      api.post("/suggestions", Map.of("count", 3, "alpha", 0.5, "minimumMask", 0));
      api.await("suggestions", state -> text(state, "/suggestions/state").equals("ready"));
      api.post("/exports", Map.of("format", "masks"));
      api.await("the export", state -> text(state, "/exports/0/state").equals("done"));
    }
  }

  private static void stroke(StudioApi api, int label, int y) {
    List<List<Integer>> points = List.of(List.of(90, y), List.of(130, y));
    api.post(
        "/frames/0/strokes",
        Map.of("label", label, "erase", false, "radius", 20, "points", points));
  }

  private static String text(JsonNode state, String path) {
    return state.at(path).asText();
  }
}
