package dev.engram.studio.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private static final List<String> FILES = List.of("project.json", "references/1.png", "b.png");

  @TempDir private Path folder;

  private void write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String file) {
    try {
      Files.deleteIfExists(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    for (String file : FILES) {
      if (Files.exists(folder.resolve(file))) {
        content.put(file, Files.readString(folder.resolve(file)));
      }
    }
    return content;
  }

  private void change(Random random) {
    for (String file : FILES) {
      int what = random.nextInt(3);
      if (what == 0) {
        delete(file);
      } else if (what == 1) {
        write(file, "content " + random.nextInt(5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyWalkThroughTheHistoryFindsWhatWasThereAlsoAfterARestart(long seed) throws IOException {
    Random random = new Random(seed);
    History history = new History(folder);
    List<Map<String, String>> states = new ArrayList<>(List.of(content()));
    int at = 0;
    for (int step = 0; step < 60; step++) {
      if (random.nextInt(8) == 0) {
        history = new History(folder);
      }
      int what = random.nextInt(3);
      if (what == 0 && at > 0) {
        history.undo();
        at--;
      } else if (what == 1 && at < states.size() - 1) {
        history.redo();
        at++;
      } else {
        Map<String, String> before = content();
        history.record("Step " + step, step, FILES, () -> change(random));
        if (!content().equals(before)) {
          states = new ArrayList<>(states.subList(0, at + 1));
          states.add(content());
          at++;
        }
      }
      assertThat(content()).isEqualTo(states.get(at));
      assertThat(history.undoTitle() == null).isEqualTo(at == 0);
      assertThat(history.redoTitle() == null).isEqualTo(at == states.size() - 1);
    }
  }

  @Test
  void aChangeThatFailsLeavesNoTrace() throws IOException {
    write("project.json", "before");
    History history = new History(folder);
    assertThatThrownBy(
            () ->
                history.record(
                    "Fails",
                    0,
                    FILES,
                    () -> {
                      write("project.json", "half");
                      write("b.png", "half");
                      throw new EngramException("the disk is full");
                    }))
        .hasMessage("the disk is full");
    assertThat(content()).isEqualTo(Map.of("project.json", "before"));
    assertThat(history.undoTitle()).isNull();
  }

  @Test
  void whatAnotherProgramHasChangedIsNotWrittenOver() {
    History history = new History(folder);
    history.record("Mine", 3, FILES, () -> write("project.json", "mine"));
    write("project.json", "theirs");
    assertThat(new History(folder).undoTitle()).isNull();
    assertThatThrownBy(history::undo)
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("changed by another program");
    assertThat(folder.resolve("project.json")).hasContent("theirs");
    assertThat(history.undoTitle()).isNull();

    history.record("Mine again", 3, FILES, () -> write("project.json", "mine again"));
    assertThat(history.undo().title()).isEqualTo("Mine again");
    assertThat(folder.resolve("project.json")).hasContent("theirs");
    assertThat(history.undoTitle()).isNull();
  }

  @Test
  void aStepTellsItsTitleAndFrame() {
    History history = new History(folder);
    history.record("Brush", 12, FILES, () -> write("b.png", "mask"));
    assertThat(history.undoTitle()).isEqualTo("Brush");
    assertThat(history.undo()).isEqualTo(new History.Step("Brush", 12, Set.of("b.png")));
    assertThat(history.redoTitle()).isEqualTo("Brush");
    assertThatThrownBy(history::undo).isInstanceOf(EngramException.class);
  }

  @Test
  void onlyTheLastFiveHundredChangesAreKeptAndNoFileThatNoneOfThemNeeds() throws IOException {
    History history = new History(folder);
    for (int i = 0; i < 510; i++) {
      int number = i;
      history.record("Step " + i, 0, List.of("b.png"), () -> write("b.png", "mask " + number));
    }
    for (int i = 0; i < 500; i++) {
      history.undo();
    }
    assertThat(history.undoTitle()).isNull();
    assertThat(folder.resolve("b.png")).hasContent("mask 9");
    try (Stream<Path> kept = Files.list(folder.resolve("history"))) {
      assertThat(kept).hasSize(502);
    }
  }

  @Test
  void aDamagedHistoryIsToldWithTheWayOut() {
    write("history/history.json", "{\"position\": 7, \"entries\": []}");
    assertThatThrownBy(() -> new History(folder))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("history.json: is damaged. Delete");
  }
}
