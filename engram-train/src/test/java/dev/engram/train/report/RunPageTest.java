package dev.engram.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.RgbFile;
import dev.engram.train.report.LogEntry.Parts;
import dev.engram.train.report.LogEntry.Progress;
import dev.engram.train.report.LogEntry.Score;
import dev.engram.train.report.LogEntry.Scores;
import dev.engram.train.report.LogEntry.Start;
import dev.engram.train.report.RunPage.Facts;
import dev.engram.train.report.RunPage.Strip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPageTest {
  private static final String TIME = "2026-01-31T12:00:00Z";

  @TempDir Path folder;

  private String page(long iterations, List<LogEntry> entries, List<Strip> strips)
      throws IOException {
    Path file = folder.resolve("index.html");
    RunPage.write(
        file, new Facts("a <run>", "key: \"<value>\" # & more", iterations), entries, strips);
    return Files.readString(file);
  }

  private static List<LogEntry> entries(int lines) {
    List<LogEntry> entries = new ArrayList<>();
    entries.add(new Start(0, TIME, "0123abcd", "1.0", 2, "cpu"));
    Parts seconds = new Parts(0.01, 0.5, 0.75, 0.125);
    for (int i = 1; i <= lines; i++) {
      double loss = i == 3 ? Double.NaN : 2.0 / i;
      entries.add(new Progress(10L * i, TIME, 10, loss, 3, 1e-4, 1, seconds, 12.5));
      if (i % 5 == 0) {
        Map<String, Score> scores = Map.of("<i>bear</i>", new Score(0.5, 0.7));
        entries.add(new Scores(10L * i, TIME, 2, scores));
      }
    }
    return entries;
  }

  @Test
  void needsNothingBesideIt() throws IOException {
    Path picture = folder.resolve("a.jpg");
    RgbFile.write(picture, new byte[3 * 8 * 4], 8, 4);
    String page = page(100, entries(10), List.of(new Strip(50, "<i>bear</i>", picture)));
    assertThat(page).contains("src=\"data:image/jpeg;base64,").doesNotContain("<link", "@import");
    assertThat(page).doesNotContainPattern("(src|href)=\"(?!data:)").doesNotContain("url(");
    assertThat(page).doesNotContain("http");
  }

  @Test
  void textsStayTexts() throws IOException {
    String page = page(100, entries(10), List.of());
    assertThat(page).contains("a &lt;run&gt;", "&quot;&lt;value&gt;&quot; # &amp; more");
    assertThat(page).doesNotContain("<run>", "<i>bear");
  }

  @Test
  void showsHowFarTheRunIsAndHowWell() throws IOException {
    String page = page(400, entries(10), List.of());
    assertThat(page).contains("25 % of 400", "0.500 / 0.700", "0.600", "best, at 50", "0123abcd");
  }

  @Test
  void aRunThatHasJustBegunHasAPageToo() throws IOException {
    assertThat(page(100, entries(0), List.of())).contains("0123abcd");
    assertThat(page(100, entries(1), List.of())).contains("10 % of 100");
  }

  @Test
  void thePageOfALongRunIsSmall() throws IOException {
    assertThat(page(100_000, entries(10_000), List.of()).length()).isLessThan(1_000_000);
  }
}
