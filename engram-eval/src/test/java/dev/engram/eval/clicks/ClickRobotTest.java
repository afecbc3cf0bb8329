package dev.engram.eval.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.interact.Click;
import dev.engram.mask.LabelMap;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClickRobotTest {
  private static LabelMap map(String... rows) {
    int width = rows[0].length();
    byte[] labels = new byte[width * rows.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (rows[i / width].charAt(i % width) == '#' ? 1 : 0);
    }
    return LabelMap.ofBytes(width, rows.length, labels);
  }

  @Test
  void theFirstClickIsInTheMiddleOfTheObject() {
    LabelMap truth = map("......", ".###..", ".###..", ".###.#");
    LabelMap nothing = map("......", "......", "......", "......");
    assertThat(ClickRobot.next(truth, 1, nothing)).contains(Click.on(2.5, 2.5));
  }

  @Test
  void theNextIsOnTheLargestErrorOnOrOffAsItShouldBe() {
    LabelMap truth = map("##......", "##......", "........");
    LabelMap mask = map("##...###", "#....###", ".....###");
    assertThat(ClickRobot.next(truth, 1, mask)).contains(Click.off(6.5, 1.5));
  }

  @Test
  void aRightMaskNeedsNoClick() {
    LabelMap truth = map("##.", "...");
    assertThat(ClickRobot.next(truth, 1, truth)).isEmpty();
  }

  @Property(tries = 100)
  void distancesAreThoseToTheNearestPixelOutside(
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] region = new int[width * height];
    for (int i = 0; i < region.length; i++) {
      region[i] = random.nextInt(8) > 0 ? 1 : 0;
    }
    double[] distance = WrongRegion.squaredDistances(region, 1, width);
    for (int i = 0; i < region.length; i++) {
      double least = Double.MAX_VALUE;
      for (int y = -1; y <= height; y++) {
        for (int x = -1; x <= width; x++) {
          boolean beyond = x < 0 || y < 0 || x == width || y == height;
          if (beyond || region[y * width + x] == 0) {
            double dx = x - i % width;
            double dy = y - i / width;
            least = Math.min(least, dx * dx + dy * dy);
          }
        }
      }
      assertThat(distance[i]).isEqualTo(least);
    }
  }
}
