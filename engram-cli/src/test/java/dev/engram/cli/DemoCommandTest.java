package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.TinyXMem;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir Path folder;

  @Test
  void theDemoWritesClipMasksAndOverlayAndSaysJ() {
    Path model = TinyXMem.plain().write(folder);
    Path out = folder.resolve("demo");

    Cli run = Cli.run("demo", "-o", out, "--frames", "3", "--model", model);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("object 1: J 0.", "object 2: J ", "mean J 0.");
    assertThat(Cli.masksIn(out.resolve("masks"))).hasSize(3);
    for (String video : new String[] {"clip.mp4", "overlay.mp4"}) {
      try (FrameSource source = FrameSources.open(out.resolve(video).toString())) {
        assertThat(source.skip(10)).isEqualTo(3);
        assertThat(source.width()).isEqualTo(854);
      }
    }
  }

  @Test
  void aDemoOfOneFrameIsRefused() {
    Cli.run("demo", "-o", folder, "--frames", "1").assertRefused("--frames 1");
  }
}
