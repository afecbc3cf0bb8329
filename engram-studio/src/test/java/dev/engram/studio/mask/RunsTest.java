package dev.engram.studio.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.mask.LabelMap;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RunsTest {
  @Property(tries = 300)
  void aMaskComesBackLabelForLabel(
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 65535) int most,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] labels = new int[width * height];
    for (int at = 0; at < labels.length; ) {
      int end = Math.min(labels.length, at + 1 + random.nextInt(1 + random.nextInt(400)));
      Arrays.fill(labels, at, end, random.nextInt(most + 1));
      at = end;
    }
    LabelMap mask = LabelMap.of(width, height, labels);
    assertThat(Runs.decode(Runs.encode(mask), width, height)).isEqualTo(mask);
  }

  @Test
  void anEmptyMaskIsOneRun() {
    LabelMap mask = LabelMap.empty(854, 480);
    assertThat(Runs.encode(mask)).containsExactly(0, 0xC0, 0x82, 0x19);
  }

  @Test
  void brokenRunsAreRefused() {
    byte[] runs = Runs.encode(LabelMap.of(4, 1, new int[] {1, 1, 2, 2}));
    assertThatThrownBy(() -> Runs.decode(Arrays.copyOf(runs, runs.length - 1), 4, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Runs.decode(runs, 3, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Runs.decode(new byte[] {1, 0}, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Runs.decode(new byte[] {-1, -1, -1, -1, -1, -1}, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
