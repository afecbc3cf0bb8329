package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.train.report.LogEntry.Progress;
import dev.engram.train.report.LogJson;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProgressMeansTest {
  private final Random random = new Random(4);

  private TrainLog.Step step() {
    return new TrainLog.Step(random.nextDouble(), 10 * random.nextDouble(), 24, 0.1, 1, 2, 0.5);
  }

  @Test
  void meansAreTakenOfTheIterationsSinceTheLastOnes() {
    ProgressMeans means = new ProgressMeans();
    means.add(step());
    means.take(1, 0, 1);
    double sum = 0;
    for (int i = 0; i < 7; i++) {
      TrainLog.Step step = step();
      sum += step.loss();
      means.add(step);
    }
    Progress progress = means.take(8, 1e-3, 2);
    assertThat(progress.count()).isEqualTo(7);
    assertThat(progress.loss()).isCloseTo(sum / 7, within(1e-12));
    assertThat(progress.imagesPerSecond()).isCloseTo(24 / 3.6, within(1e-9));
    assertThat(means.count()).isZero();
  }

  @Test
  void meansThatWereWrittenAndReadInBetweenAreTheSameToTheLastBit() throws IOException {
    ProgressMeans whole = new ProgressMeans();
    ProgressMeans resumed = new ProgressMeans();
    for (int i = 0; i < 10; i++) {
      TrainLog.Step step = step();
      whole.add(step);
      resumed.add(step);
      Progress between = (Progress) LogJson.read(LogJson.write(resumed.look(i, 0, 1)));
      resumed = new ProgressMeans();
      resumed.restore(between);
    }
    Progress expected = whole.take(10, 0, 1);
    Progress found = resumed.take(10, 0, 1);
    assertThat(found.loss()).isEqualTo(expected.loss());
    assertThat(found.gradientNorm()).isEqualTo(expected.gradientNorm());
  }
}
