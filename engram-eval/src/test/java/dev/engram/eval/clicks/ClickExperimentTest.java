package dev.engram.eval.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.JobMonitor;
import dev.engram.common.EngramException;
import dev.engram.interact.PromptSegmenter;
import dev.engram.interact.PromptSegmenters;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickExperimentTest {
  @TempDir Path folder;

  private void write(String name, int shift) throws IOException {
    byte[] rgb = new byte[3 * 40 * 30];
    byte[] mask = new byte[40 * 30];
    for (int i = 0; i < mask.length; i++) {
      boolean object = Math.hypot(i % 40 - 15 - shift, i / 40 - 14) < 8;
      mask[i] = (byte) (object ? 1 : 0);
      rgb[3 * i + (object ? 0 : 2)] = (byte) 200;
    }
    Files.createDirectories(folder.resolve("images"));
    Files.createDirectories(folder.resolve("masks"));
    RgbFile.write(folder.resolve("images/" + name + ".png"), rgb, 40, 30);
    MaskWriter.write(
        folder.resolve("masks/" + name + ".png"), LabelMap.ofBytes(40, 30, mask), Palette.davis());
  }

  private List<Path> images(ClickExperiment.Part part, int count) {
    return ClickExperiment.images(folder.resolve("images"), part, count);
  }

  @Test
  void anEasyObjectTakesOneClick() throws IOException {
    write("1", 0);
    write("2", 6);
    try (PromptSegmenter segmenter = PromptSegmenters.embedded()) {
      List<ClickResult> results =
          new ClickExperiment(segmenter, 3)
              .run(
                  images(ClickExperiment.Part.ALL, 0),
                  folder.resolve("masks"),
                  new JobMonitor() {
                    @Override
                    public void onFrame(long done, long total) {}
                  });
      ClickSummary summary = ClickSummary.of(results);
      assertThat(summary.objects()).isEqualTo(2);
      assertThat(summary.region()).hasSize(3).allMatch(region -> region > 0.95);
      assertThat(summary.clicksTo85()).isEqualTo(1);
      Path file = folder.resolve("clicks.json");
      ClickFiles.write(file, "walks", results);
      assertThat(file).content().contains("\"NoC@85\" : 1.0");
    }
  }

  @Test
  void halvesAndCountsTakeTurns() throws IOException {
    for (int i = 1; i <= 10; i++) {
      write(String.valueOf(i), 0);
    }
    assertThat(images(ClickExperiment.Part.EVEN, 0))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("1.png", "3.png", "5.png", "7.png", "9.png");
    assertThat(images(ClickExperiment.Part.ODD, 2))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("2.png", "6.png");
  }

  @Test
  void aFolderWithoutImagesIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("images"));
    assertThatThrownBy(() -> images(ClickExperiment.Part.ALL, 0))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("no images");
  }
}
