package dev.engram.studio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.LabelMap;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that look at a project while something else works on it. */
class SeveralPagesTest {
  private static Browser browser;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    browser = Browser.open();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void twoBrowsersSeeTheSameProjectAndEachHasItsOwnSelection() {
    NumberedClip clip = new NumberedClip(100);
    try (Browser other = Browser.open();
        TestStudio studio = TestStudio.open(folder, clip, 240)) {
      StudioPage here = studio.page(browser);
      StudioPage there = studio.page(other);

      here.press("add-object");
      here.press("add-object");
      there.await("both objects", it -> it.has("object-1") && it.has("object-2"));
      here.await("its choice", it -> it.isOn("object-2-choose"));
      assertThat(there.isOn("object-1-choose")).isTrue();

      List<Integer> bare = there.colour(clip.discX(0), clip.discY());
      here.press("tool-brush");
      here.drag(clip.discX(0) - 20, clip.discY(), clip.discX(0) + 20, clip.discY());
      there.await("the stroke", it -> !it.colour(clip.discX(0), clip.discY()).equals(bare));
      assertThat(there.colour(clip.discX(0), clip.discY()))
          .isEqualTo(here.colour(clip.discX(0), clip.discY()));
      there.point(clip.discX(0), clip.discY());
      String name = studio.api().state().at("/objects/1/name").asText();
      there.await("the object's name", it -> it.text("read-out").contains(name));

      here.press("propagate-forward");
      there.await("the propagation", it -> it.has("propagation-progress"));
      there.press("pause");
      here.await("its rest", it -> it.text("pause").equals("Resume"));
      there.await("its rest", it -> it.text("pause").equals("Resume"));
      there.await(
          "how far it is", it -> it.text("propagation-text").equals(here.text("propagation-text")));
      there.await("how far it is", it -> it.shown() == here.shown());
      there.press("stop");
      here.await("its end", it -> !it.has("propagation-progress"));

      int theirs = there.shown();
      here.jump(theirs == 1 ? 2 : 1);
      assertThat(there.shown()).isEqualTo(theirs);
      assertThat(browser.errors()).isEmpty();
      assertThat(other.errors()).isEmpty();
    }
  }

  @Test
  void aFrameThatIsSoughtWhileOthersAreSegmentedIsShown() {
    NumberedClip clip = new NumberedClip(200);
    try (TestStudio studio = TestStudio.open(folder, clip, 480)) {
      StudioPage page = studio.page(browser);
      page.press("tool-brush");
      page.drag(clip.discX(0) - 20, clip.discY(), clip.discX(0) + 20, clip.discY());
      page.press("propagate-forward");
      page.await("a later frame", it -> it.has("propagation-progress") && it.shown() > 0);
      for (int frame : new int[] {150, 3, 199, 77}) {
        page.jump(frame);
        assertThat(NumberedClip.read(page)).isEqualTo(frame);
      }
      LabelMap unreached = studio.api().mask(199);
      assertThat(page.has("propagation-progress")).as("it still runs").isTrue();
      assertThat(unreached.labels()).isEmpty();
      assertThat(browser.errors()).isEmpty();
    }
  }
}
