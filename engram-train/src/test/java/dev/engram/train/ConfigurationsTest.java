package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations that come with the program. */
class ConfigurationsTest {
  private static final Path FOLDER = Path.of("..", "configurations");

  @TempDir Path folder;

  @Test
  void allCanBeRead() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(all).hasSizeGreaterThan(8);
      for (Path file : all) {
        assertThatCode(() -> TrainingPlan.read(file, folder))
            .as("%s", file)
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void stageThreeHasThePapersSchedule() {
    TrainConfig s3 = TrainConfig.read(FOLDER.resolve("xmem-s3.yaml"));
    assertThat(s3.iterations()).isEqualTo(110_000);
    assertThat(s3.rate(79_999)).isCloseTo(1e-5, within(1e-12));
    assertThat(s3.rate(80_000)).isCloseTo(1e-6, within(1e-12));
    assertThat(List.of(0, 10_000, 30_000, 90_000, 109_999))
        .extracting(iteration -> s3.phaseAt(iteration).maxJump())
        .containsExactly(5, 10, 15, 5, 5);
    assertThat(s3.phaseAt(99_999).motion()).isEqualTo(1);
    assertThat(s3.phaseAt(100_000).motion()).isZero();
    assertThat(s3.kept(19_999)).isEqualTo(1);
    assertThat(s3.kept(45_000)).isCloseTo(0.575, within(1e-6));
    assertThat(s3.kept(70_000)).isCloseTo(0.15, within(1e-6));
  }

  @Test
  void theMainStageOfStmaHasThePapersNumbers() {
    TrainConfig main = TrainConfig.read(FOLDER.resolve("stma-b-s3.yaml"));
    assertThat(main.iterations()).isEqualTo(160_000);
    assertThat(main.rate(99_999)).isCloseTo(3e-5, within(1e-12));
    assertThat(main.rate(100_000)).isCloseTo(3e-6, within(1e-12));
    assertThat(main.optimiser().weightDecay()).isEqualTo(0.05);
    assertThat(main.lossWeights()).isEqualTo(new TrainConfig.LossWeights(0.5, 0.5));
    assertThat(main.phases())
        .allSatisfy(
            phase -> {
              assertThat(phase.frames()).isEqualTo(5);
              assertThat(phase.batch()).isEqualTo(16);
            });
    assertThat(main.network()).isInstanceOf(StmaShape.class);
    StmaShape shape = (StmaShape) main.network();
    assertThat(shape.channels()).containsExactly(256, 384, 768);
    assertThat(shape.depths()).containsExactly(2, 2, 11);
    assertThat(shape.options().spatialFrames()).isEqualTo(2);
  }
}
