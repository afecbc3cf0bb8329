package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BitMaskTest {
  @Property(tries = 60)
  void aDiskAroundEachPixelIsAddedWhateverItsSize(
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 0, max = 200) int radius,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] dots = new int[width * height];
    for (int i = 0; i < 3; i++) {
      dots[random.nextInt(dots.length)] = 1;
    }
    int[] disks = new int[dots.length];
    for (int i = 0; i < dots.length; i++) {
      for (int j = 0; j < dots.length; j++) {
        int dx = i % width - j % width;
        int dy = i / width - j / width;
        disks[i] |= dots[j] == 1 && dx * dx + dy * dy <= radius * radius ? 1 : 0;
      }
    }
    Box all = new Box(0, 0, width, height);
    BitMask everything = BitMask.of(LabelMap.of(width, height, new int[dots.length]), 0, all);
    BitMask expected = BitMask.of(LabelMap.of(width, height, disks), 1, all);
    BitMask dilated = BitMask.of(LabelMap.of(width, height, dots), 1, all).dilated(radius);
    assertThat(everything.count()).isEqualTo(dots.length);
    assertThat(everything.countWith(dilated)).isEqualTo(expected.count());
    assertThat(expected.countWith(dilated)).isEqualTo(expected.count());
  }
}
