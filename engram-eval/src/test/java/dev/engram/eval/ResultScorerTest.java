package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultScorerTest {
  private static final int FRAMES = 6;

  @TempDir Path folder;
  private Path truth;
  private Path predicted;

  @BeforeEach
  void twoVideosFoundExactly() {
    truth = folder.resolve("truth");
    predicted = folder.resolve("predicted");
    for (String video : List.of("a", "b")) {
      for (int i = 0; i < FRAMES; i++) {
        write(truth.resolve(video), i, bars(20, i, 1, 2));
        write(predicted.resolve(video), i, bars(20, i, 1, 2));
      }
    }
  }

  /** Each label a bar of 5 pixels' height, shifted by the frame's number. */
  private static LabelMap bars(int width, int frame, int... labels) {
    int[] map = new int[width * 20];
    for (int n = 0; n < labels.length; n++) {
      for (int y = 8 * n; y < 8 * n + 5; y++) {
        for (int x = frame; x < frame + 8; x++) {
          map[y * width + x] = labels[n];
        }
      }
    }
    return LabelMap.of(width, 20, map);
  }

  private static void write(Path video, int frame, LabelMap map) {
    MaskWriter.write(video.resolve("0000" + frame + ".png"), map, Palette.davis());
  }

  private Scores score() {
    return ResultScorer.score(truth, predicted, Protocol.davis2017(), List.of());
  }

  @Test
  void whatIsExactScoresOneInAllFramesButTheFirstAndTheLast() {
    Scores scores = score();
    assertThat(scores.problems()).isEmpty();
    assertThat(scores.objects()).hasSize(4);
    for (ObjectScore object : scores.objects()) {
      assertThat(object.frames()).containsExactly("00001", "00002", "00003", "00004");
      assertThat(object.region()).containsOnly(1.0);
      assertThat(object.contour()).containsOnly(1.0);
    }
    assertThat(scores.mean()).isEqualTo(1);
  }

  @Test
  void anObjectThatIsNotFoundScoresNothing() {
    for (int i = 0; i < FRAMES; i++) {
      write(predicted.resolve("a"), i, bars(20, i, 1));
    }
    Scores scores = score();
    assertThat(scores.videos().get(0).objects().get(1).region()).containsOnly(0.0);
    assertThat(scores.region().mean()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void swappedObjectsScoreNothingUnlessTheyAreMerged() {
    for (int i = 0; i < FRAMES; i++) {
      write(predicted.resolve("a"), i, bars(20, i, 2, 1));
    }
    assertThat(score().region().mean()).isCloseTo(0.5, within(1e-12));
    Scores merged = ResultScorer.score(truth, predicted, Protocol.davis2016(), List.of());
    assertThat(merged.region().mean()).isEqualTo(1);
    assertThat(merged.objects()).hasSize(2);
  }

  @Test
  void aLateObjectCountsFromTheFrameAfterItsFirst() {
    Protocol late = Protocol.appearing();
    for (int i = 0; i < 3; i++) {
      write(truth.resolve("b"), i, bars(20, i, 1));
      write(predicted.resolve("b"), i, bars(20, i, 1));
    }
    ObjectScore object = ResultScorer.score(truth, predicted, late, List.of("b")).objects().get(1);
    assertThat(object.frames()).containsExactly("00004", "00005");
  }

  @Test
  void voidPixelsDoNotCount() {
    for (int i = 0; i < FRAMES; i++) {
      write(truth.resolve("a"), i, bars(20, i, 1, 255));
      write(predicted.resolve("a"), i, bars(20, i, 1, 1));
    }
    List<ObjectScore> objects =
        ResultScorer.score(truth, predicted, Protocol.davis2017(), List.of("a")).objects();
    assertThat(objects).hasSize(1);
    assertThat(objects.get(0).region()).containsOnly(1.0);
  }

  @Test
  void aVideoThatCannotBeScoredIsNamedAndTheOthersAreScored() throws IOException {
    Path results = predicted.resolve("a");
    Files.delete(results.resolve("00003.png"));
    assertOnlyProblem("00003.png: is missing");
    write(results, 3, bars(19, 3, 1, 2));
    assertOnlyProblem("00003.png: 19x20, but the truth is 20x20");
    write(results, 3, bars(20, 3, 1, 2));
    write(results, 4, bars(20, 4, 1, 7));
    assertOnlyProblem("00004.png: has object 7, which the truth does not (it has [1, 2])");
    Files.writeString(results.resolve("00004.png"), "no picture");
    assertOnlyProblem("00004.png");
    for (int i = 0; i < FRAMES; i++) {
      Files.delete(results.resolve("0000" + i + ".png"));
    }
    assertOnlyProblem(results + ": holds no mask");
    Files.delete(results);
    assertOnlyProblem(results + ": no such folder");
  }

  private void assertOnlyProblem(String said) {
    Scores scores = score();
    assertThat(scores.problems()).hasSize(1);
    assertThat(scores.problems().get(0)).contains(said);
    assertThat(scores.videos()).extracting(VideoScore::name).containsExactly("b");
    assertThat(scores.mean()).isEqualTo(1);
  }

  @Test
  void aVideoThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> ResultScorer.score(truth, predicted, Protocol.davis2017(), List.of("c")))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("has no video c. Name some of: a, b");
  }

  @Test
  void aSingleVideoNeedsNoFolderOfItsOwn() {
    Scores scores =
        ResultScorer.score(
            truth.resolve("a"), predicted.resolve("a"), Protocol.davis2017(), List.of());
    assertThat(scores.videos()).extracting(VideoScore::name).containsExactly("a");
  }

  @Test
  void recallAndDecayAreThoseOfTheDavisEvaluation() {
    List<Double> falling = IntStream.range(0, 10).mapToObj(i -> 1 - i / 10.0).toList();
    Statistics statistics = Statistics.of(falling);
    assertThat(statistics.mean()).isCloseTo(0.55, within(1e-12));
    assertThat(statistics.recall()).isEqualTo(0.5);
    // quarters of ten frames begin at 0, 2, 5 and 7 (numpy rounds halves to even) and share borders
    assertThat(statistics.decay())
        .isCloseTo((1 + 0.9 + 0.8) / 3 - (0.3 + 0.2 + 0.1) / 3, within(1e-12));
  }

  @Test
  void aSingleScoredFrameHasNoDecay() {
    assertThat(Statistics.of(List.of(0.7))).isEqualTo(new Statistics(0.7, 1, 0));
  }

  @Test
  void proposalsAreMatchedWhateverTheirLabels() {
    for (int i = 0; i < FRAMES; i++) {
      write(predicted.resolve("a"), i, bars(20, i, 7, 4));
    }
    Protocol protocol = Protocol.davis2017Unsupervised();
    Scores scores = ResultScorer.score(truth, predicted, protocol, List.of("a"));
    assertThat(scores.mean()).isEqualTo(1);
    assertThat(scores.objects().get(0).frames()).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      write(predicted.resolve("a"), i, bars(20, i, 5));
    }
    List<ObjectScore> objects =
        ResultScorer.score(truth, predicted, protocol, List.of("a")).objects();
    assertThat(objects.get(0).region()).containsOnly(1.0);
    assertThat(objects.get(1).region()).as("no proposal is left").containsOnly(0.0);
  }
}
