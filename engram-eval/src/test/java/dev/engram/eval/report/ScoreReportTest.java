package dev.engram.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.eval.ObjectScore;
import dev.engram.eval.Scores;
import dev.engram.eval.VideoScore;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreReportTest {
  private static final Scores SCORES =
      new Scores(
          List.of(
              new VideoScore(
                  "a<b",
                  List.of(
                      new ObjectScore(
                          1, List.of("00001", "00002"), List.of(0.9, 0.4), List.of(1.0, 0.5)))),
              new VideoScore(
                  "two",
                  List.of(
                      new ObjectScore(1, List.of("00001"), List.of(1.0), List.of(1.0)),
                      new ObjectScore(2, List.of("00001"), List.of(0.6), List.of(0.8))))),
          List.of("c/00003.png: is missing."));

  @TempDir Path folder;

  private String page(FramePictures pictures) throws IOException {
    Path file = folder.resolve("report.html");
    ScoreReport.write(
        file,
        SCORES,
        new ScoreReport.Facts(
            "davis2017 val",
            List.of(new ScoreReport.Tile("frames a second", "4.1", "")),
            Map.of("command", "engram evaluate")),
        pictures);
    return Files.readString(file);
  }

  private static FramePictures noPictures() {
    return new FramePictures(
        video -> Optional.empty(),
        video -> Optional.empty(),
        video -> Path.of("none"),
        frame -> frame);
  }

  @Test
  void tellsEveryScoreAndWhatWasNotScored() throws IOException {
    String page = page(noPictures());
    assertThat(page)
        .contains("davis2017 val", "a&lt;b", "two", "c/00003.png: is missing.", "engram evaluate")
        .contains("<td>65.0</td>", "frames a second")
        .doesNotContain("a<b", "http://", "https://", "data:image");
    assertThat(page.split("class=\"chart\"")).hasSize(3);
  }

  @Test
  void showsTheWorstFrameOfEachVideoWhoseFilesAreThere() throws IOException {
    RgbFile.write(folder.resolve("pictures/00002.png"), new byte[3 * 20 * 10], 20, 10);
    LabelMap mask = LabelMap.of(20, 10, new int[200]);
    MaskWriter.write(folder.resolve("masks/00002.png"), mask, Palette.davis());
    String page =
        page(
            new FramePictures(
                video -> Optional.of(folder.resolve("pictures")),
                video -> Optional.of(folder.resolve("masks")),
                video -> folder.resolve("masks"),
                frame -> frame));
    assertThat(page).contains("a&lt;b, frame 00002: J 40.0; truth left, result right");
    assertThat(page.split("data:image/jpeg")).hasSize(2);
  }
}
