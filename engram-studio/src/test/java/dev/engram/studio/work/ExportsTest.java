package dev.engram.studio.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.export.ExportFormat;
import dev.engram.export.ExportOptions;
import dev.engram.studio.TinyProject;
import dev.engram.studio.project.Workspace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTest {
  @TempDir private Path temporary;

  @Test
  void anExportThatIsRefusedIsNotListed() {
    TinyProject tiny = new TinyProject(temporary);
    try (Workspace workspace = tiny.workspace();
        Exports exports = new Exports(workspace, tiny)) {
      assertThatThrownBy(() -> exports.begin(ExportFormat.MASKS, ExportOptions.builder().build()))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("no object yet");
      assertThat(exports.list()).isEmpty();
    }
  }
}
