package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void aVideoHalfFound() {
    for (int i = 0; i < 5; i++) {
      write("truth", i, new int[] {0, 1, 1, 0});
      write("predicted", i, new int[] {0, 1, 0, 0});
    }
  }

  private void write(String kind, int frame, int[] labels) {
    Path file = folder.resolve(kind).resolve("clip").resolve("f" + frame + ".png");
    MaskWriter.write(file, LabelMap.of(2, 2, labels), Palette.davis());
  }

  private Cli measure(Object... more) {
    Object[] all = new Object[5 + more.length];
    all[0] = "measure";
    all[1] = "--truth";
    all[2] = folder.resolve("truth");
    all[3] = "--predicted";
    all[4] = folder.resolve("predicted");
    System.arraycopy(more, 0, all, 5, more.length);
    return Cli.run(all);
  }

  @Test
  void printsATableAndWritesFiles() throws IOException {
    Path json = folder.resolve("scores.json");
    Path csv = folder.resolve("scores.csv");
    Cli run = measure("--json", json, "--csv", csv);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("clip", "50.0", "mean");
    assertThat(Files.readString(json))
        .contains("\"name\" : \"clip\"", "\"framesJ\" : [ 0.5, 0.5, 0.5 ]");
    assertThat(Files.readAllLines(csv)).hasSize(2).last().asString().startsWith("clip,1,");
  }

  @Test
  void aMissingResultIsOneLine() throws IOException {
    Files.delete(folder.resolve("predicted/clip/f2.png"));
    measure().assertRefused("f2.png: is missing");
  }

  @Test
  void twoRunsAreComparedByTheirFiles() throws IOException {
    Path before = folder.resolve("before.json");
    Path after = folder.resolve("after.json");
    measure("--json", before);
    for (int i = 0; i < 5; i++) {
      write("predicted", i, new int[] {0, 1, 1, 0});
    }
    measure("--json", after);
    Path page = folder.resolve("compare.html");
    Cli run = Cli.run("compare", before, after, "--report", page);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsPattern("clip 1 +[0-9.]+ +100.0 +\\+[0-9.]+");
    assertThat(Files.readString(page)).contains("better", "<td>1</td>", "class=\"chart\"");
    Cli.run("compare", before, folder.resolve("none.json")).assertRefused("none.json: no scores");
    Path other = folder.resolve("other.json");
    Files.writeString(other, Files.readString(after).replace("\"clip\"", "\"another\""));
    Cli.run("compare", before, other)
        .assertRefused(before + " and " + other + ": have no object in common.");
  }

  @Test
  void theReportShowsTheFramesThatAreGiven() throws IOException {
    Path report = folder.resolve("report.html");
    assertThat(measure("--report", report).exitCode()).isZero();
    assertThat(Files.readString(report)).contains("clip", "engram measure --truth");
  }
}
