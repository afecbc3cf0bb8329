package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassScoresTest {
  private static final Scores SCORES =
      new Scores(
          List.of(
              new VideoScore("v", List.of(object(1, 0.2, 0.4), object(2, 0.6, 0.8))),
              new VideoScore("w", List.of(object(7, 1.0, 0.9)))),
          List.of());

  @TempDir Path folder;

  private static ObjectScore object(int label, double region, double contour) {
    return new ObjectScore(label, List.of("00001"), List.of(region), List.of(contour));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String meta(String first, String second, String third) {
    return """
        {"videos": {
          "v": {"objects": {
            "1": {"category": "%s", "frames": ["00000"]},
            "2": {"category": "%s", "frames": ["00000"]}}},
          "w": {"objects": {"7": {"category": "%s", "frames": ["00000"]}}}}}
        """
        .formatted(first, second, third);
  }

  @Test
  void categoriesThatTheTrainingSetLacksAreUnseen() throws IOException {
    write("train/meta.json", meta("ape", "dog", "ape"));
    write("valid/meta.json", meta("ape", "cat", "dog"));
    ClassScores classes =
        ClassScores.of(SCORES, ClassSplit.find(folder.resolve("valid")).orElseThrow());
    assertThat(classes.seen().objects()).isEqualTo(2);
    assertThat(classes.seen().region()).isEqualTo(0.6, within(1e-12));
    assertThat(classes.seen().contour()).isEqualTo(0.65, within(1e-12));
    assertThat(classes.unseen()).isEqualTo(new ClassScores.Group(1, 0.6, 0.8));
    assertThat(classes.overall()).isEqualTo((0.6 + 0.65 + 0.6 + 0.8) / 4, within(1e-12));
  }

  @Test
  void withoutATrainingSetBesideItNothingIsToldApart() throws IOException {
    write("valid/meta.json", meta("ape", "cat", "dog"));
    assertThat(ClassSplit.find(folder.resolve("valid"))).isEmpty();
  }

  @Test
  void aListNamesVideosOrCategories() throws IOException {
    ClassSplit videos = ClassSplit.of(write("unseen.txt", "w\n"), Optional.empty());
    assertThat(videos.isUnseen("w", 7)).isTrue();
    assertThat(videos.isUnseen("v", 1)).isFalse();

    Path meta = write("meta.json", meta("ape", "cat", "dog"));
    ClassSplit categories =
        ClassSplit.of(write("classes.txt", " cat \n\ndog\n"), Optional.of(meta));
    assertThat(categories.isUnseen("v", 1)).isFalse();
    assertThat(categories.isUnseen("v", 2)).isTrue();
    assertThat(categories.isUnseen("w", 7)).isTrue();
  }

  @Test
  void withoutUnseenObjectsThereIsNoOverallScore() throws IOException {
    ClassScores classes =
        ClassScores.of(SCORES, ClassSplit.of(write("unseen.txt", "x"), Optional.empty()));
    assertThat(classes.unseen().objects()).isZero();
    assertThat(classes.overall()).isNaN();
  }

  @Test
  void filesThatTellNothingAreRefused() throws IOException {
    Path empty = write("empty.txt", "\n");
    assertThatThrownBy(() -> ClassSplit.of(empty, Optional.empty()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("empty.txt: names nothing");
    Path list = write("list.txt", "cat");
    assertThatThrownBy(() -> ClassSplit.of(list, Optional.of(folder.resolve("no.json"))))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("no.json: cannot be read");
    assertThatThrownBy(() -> ClassSplit.of(folder.resolve("no.txt"), Optional.empty()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("no.txt: cannot be read");
  }
}
