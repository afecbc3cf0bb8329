package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.eval.InteractiveScores.Bend;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractiveScoresTest {
  private static InteractiveVideo.Round round(double seconds, double... qualities) {
    List<Double> values = Arrays.stream(qualities).boxed().toList();
    return new InteractiveVideo.Round("00000", seconds, values, values);
  }

  private static InteractiveScores of(int rounds, double seconds, InteractiveVideo... videos) {
    return new InteractiveScores(List.of(videos), rounds, seconds);
  }

  @Test
  void objectsCountTheSameAndVideosInTime() {
    InteractiveScores scores =
        of(
            2,
            30,
            new InteractiveVideo("a", List.of(round(10, 0.5), round(30, 0.9))),
            new InteractiveVideo("b", List.of(round(20, 0.2, 0.5), round(50, 0.6, 0.6))));
    assertThat(scores.curve())
        .usingRecursiveFieldByFieldElementComparator()
        .usingComparatorForType((x, y) -> Math.abs(x - y) < 1e-12 ? 0 : 1, Double.class)
        .containsExactly(new Bend(0, 0), new Bend(15, 0.4), new Bend(40, 0.7));
    assertThat(scores.availableSeconds()).isEqualTo(90);
  }

  @Test
  void aVideoThatRanOutOfTimeStaysAsItIs() {
    InteractiveScores scores =
        of(
            2,
            30,
            new InteractiveVideo("a", List.of(round(10, 0.5))),
            new InteractiveVideo("b", List.of(round(10, 0.5), round(30, 0.9))));
    assertThat(scores.curve().get(2).seconds()).isEqualTo(20);
    assertThat(scores.curve().get(2).quality()).isEqualTo(0.7, within(1e-12));
  }

  @Test
  void qualityAtATimeLiesOnTheLineBetweenRounds() {
    InteractiveScores scores =
        of(2, 30, new InteractiveVideo("a", List.of(round(10, 0.6), round(30, 0.8))));
    assertThat(scores.at(0)).isZero();
    assertThat(scores.at(5)).isEqualTo(0.3, within(1e-12));
    assertThat(scores.at(20)).isEqualTo(0.7, within(1e-12));
    assertThat(scores.at(60)).isEqualTo(0.8, within(1e-12));
  }

  @Test
  void theAreaIsThatOfTheTrapeziumsUpToTheAvailableTime() {
    InteractiveVideo video = new InteractiveVideo("a", List.of(round(10, 0.6), round(30, 0.8)));
    assertThat(of(2, 20, video).areaUnderCurve())
        .isEqualTo((0.5 * 10 * 0.6 + 20 * 0.7 + 10 * 0.8) / 40, within(1e-12));
    assertThat(of(2, 10, video).areaUnderCurve())
        .isEqualTo((0.5 * 10 * 0.6 + 10 * 0.65) / 20, within(1e-12));
  }

  @Test
  void roundsAreReadAsTheyWereWritten(@TempDir Path folder) {
    InteractiveVideo video =
        new InteractiveVideo("a", List.of(round(10, 0.6, 0.1), round(30, 0.8, 1)));
    InteractiveFiles.write(folder.resolve("a.json"), video);
    assertThat(InteractiveFiles.read("a", folder.resolve("a.json"))).isEqualTo(video);
  }
}
