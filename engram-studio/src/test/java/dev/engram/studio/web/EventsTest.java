package dev.engram.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.studio.OpenProject;
import dev.engram.studio.TinyProject;
import dev.engram.studio.project.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
  @TempDir private Path folder;

  @Test
  @Timeout(60)
  void theStateIsReadWhileItIsBeingRenewedByOneWhoWaitsForTheReader() throws Exception {
    TinyProject tiny = new TinyProject(folder);
    try (OpenProject open = new OpenProject(tiny.project(), TinyProject.model(), List.of(), tiny);
        Events events = new Events(open)) {
      Workspace workspace = open.workspace();
      workspace.objects().add("first", null);
      Thread renewing = new Thread(events::refresh, "renewing");
      synchronized (workspace) {
        renewing.start();
        while (renewing.getState() != Thread.State.BLOCKED) {
          Thread.onSpinWait();
        }
        assertThat(events.told().revision()).isEqualTo(1);
      }
      renewing.join();
      assertThat(events.told().revision()).isEqualTo(2);
      assertThat(events.told().state().get("objects").toString()).contains("first");
    }
  }

  @Test
  void aStateThatIsTheSameIsNotToldAgain() {
    TinyProject tiny = new TinyProject(folder);
    try (OpenProject open = new OpenProject(tiny.project(), TinyProject.model(), List.of(), tiny);
        Events events = new Events(open)) {
      Map<String, ?> before = events.told().state();
      events.refresh();
      assertThat(events.told().state()).isSameAs(before);
    }
  }
}
