package dev.engram.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.train.report.LogEntry.Parts;
import dev.engram.train.report.LogEntry.Progress;
import dev.engram.train.report.LogEntry.Score;
import dev.engram.train.report.LogEntry.Scores;
import dev.engram.train.report.LogEntry.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
  private static final String TIME = "2026-01-31T12:00:00Z";
  private static final Parts PARTS = new Parts(0.01, 0.5, 0.75, 0.125);

  @TempDir Path folder;

  private static Progress progress(long iteration) {
    return new Progress(iteration, TIME, 10, 1.0 / iteration, 3, 1e-4, 1, PARTS, 12.5);
  }

  private static Scores scores(long iteration, double value) {
    return new Scores(iteration, TIME, 3, Map.of("a", new Score(value, value)));
  }

  private Path write(LogEntry... entries) {
    Path file = folder.resolve("run/log.jsonl");
    try (RunLog log = RunLog.open(file, Long.MAX_VALUE)) {
      List.of(entries).forEach(log::append);
    }
    return file;
  }

  private static List<LogEntry> read(Path file, long iteration) {
    try (RunLog log = RunLog.open(file, iteration)) {
      return log.entries();
    }
  }

  @Property(tries = 200)
  void numbersComeBackExactlyAlsoThoseThatAreNone(@ForAll double loss, @ForAll double norm)
      throws IOException {
    for (double value : new double[] {loss, Double.NaN, Double.POSITIVE_INFINITY}) {
      Progress entry = new Progress(7, TIME, 7, value, norm, 2e-4, 3, PARTS, 12.5);
      assertThat(LogJson.read(LogJson.write(entry))).isEqualTo(entry);
    }
  }

  @Test
  void everyEntryIsOneLineAndComesBack() throws IOException {
    Map<String, Score> sequences = new LinkedHashMap<>();
    sequences.put("a \"quoted\"\nname", new Score(0.1, 1 / 3.0));
    sequences.put("b", new Score(0.3, 1));
    List<LogEntry> entries =
        List.of(
            new Start(0, TIME, "0123abcd", "1.0", 2, "cpu"),
            progress(10),
            new Scores(10, TIME, 4.25, sequences));
    Path file = write(entries.toArray(LogEntry[]::new));
    assertThat(Files.readAllLines(file)).hasSize(3);
    assertThat(read(file, 10)).isEqualTo(entries);
  }

  @Test
  void linesOfIterationsThatWillBeDoneOnceMoreAreDropped() throws IOException {
    Path file = write(progress(10), scores(10, 0.5), progress(20), scores(20, 0.6), progress(30));
    assertThat(read(file, 25)).hasSize(4);
    assertThat(read(file, 19)).hasSize(2);
    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(read(file, 0)).isEmpty();
    assertThat(file).isEmptyFile();
  }

  @Test
  void halfALineAtTheEndIsDropped() throws IOException {
    Path file = write(progress(10));
    Files.writeString(file, LogJson.write(progress(20)).substring(9), StandardOpenOption.APPEND);
    try (RunLog log = RunLog.open(file, 100)) {
      log.append(progress(20));
    }
    assertThat(read(file, 100)).containsExactly(progress(10), progress(20));
  }

  @Test
  void whatIsNoLogIsNamedAndLeftAlone() throws IOException {
    Path file = write(progress(10));
    Files.writeString(file, "dear diary\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> RunLog.open(file, 100))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining(file + ": line 2 is none of a training log. Move the file away");
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("run"), "");
    Path file = inTheWay.resolve("log.jsonl");
    assertThatThrownBy(() -> RunLog.open(file, 0))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining(file + ": cannot be written (");
  }

  @Test
  void theBestIsTheFirstOfEquals() {
    assertThat(RunLog.best(List.of())).isEmpty();
    assertThat(RunLog.best(List.of(scores(10, 0.5), scores(20, 0.7), scores(30, 0.7))))
        .contains(scores(20, 0.7));
  }
}
