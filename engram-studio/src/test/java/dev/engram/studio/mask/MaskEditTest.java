package dev.engram.studio.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.LabelMap;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MaskEditTest {
  private static final int WIDTH = 7;
  private static final int HEIGHT = 5;

  private static LabelMap random(Random random) {
    return LabelMap.of(WIDTH, HEIGHT, random.ints((long) WIDTH * HEIGHT, 0, 4).toArray());
  }

  private static Region region(Random random) {
    byte[] inside = new byte[WIDTH * HEIGHT];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = (byte) random.nextInt(2);
    }
    return Region.of(WIDTH, HEIGHT, inside);
  }

  @Property(tries = 300)
  void eachPixelBecomesWhatTheModeSays(@ForAll long seed, @ForAll MaskEdit.Mode mode) {
    Random random = new Random(seed);
    LabelMap before = random(random);
    Region region = region(random);
    int[] after = new MaskEdit(Set.of(3)).apply(before, region, 1, mode).toArray();
    int[] was = before.toArray();
    for (int i = 0; i < was.length; i++) {
      boolean inside = region.contains(i);
      int expected =
          switch (mode) {
            case ADD -> inside && was[i] != 3 ? 1 : was[i];
            case SUBTRACT -> inside && was[i] == 1 ? 0 : was[i];
            case REPLACE -> was[i] == 3 ? 3 : inside ? 1 : was[i] == 1 ? 0 : was[i];
          };
      assertThat(after[i]).isEqualTo(expected);
    }
  }

  @Property(tries = 300)
  void aCopyGivesTheObjectsTheOtherFramesPixelsButForLockedOnes(@ForAll long seed) {
    Random random = new Random(seed);
    LabelMap before = random(random);
    LabelMap from = random(random);
    int[] after = new MaskEdit(Set.of(3)).copy(before, from, Set.of(1)).toArray();
    int[] was = before.toArray();
    int[] other = from.toArray();
    for (int i = 0; i < was.length; i++) {
      int expected = was[i] == 3 ? 3 : other[i] == 1 ? 1 : was[i] == 1 ? 0 : was[i];
      assertThat(after[i]).isEqualTo(expected);
    }
  }

  @Test
  void clearingLeavesLockedObjects() {
    LabelMap mask = LabelMap.of(4, 1, new int[] {1, 2, 3, 0});
    Region all = Region.of(4, 1, new byte[] {1, 1, 1, 1});
    assertThat(new MaskEdit(Set.of(2)).clear(mask, all).toArray()).containsExactly(0, 2, 0, 0);
  }
}
