package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LabelMapTest {
  @Property(tries = 200)
  void givesBackEveryLabelItWasGiven(
      @ForAll @Size(35) int[] any, @ForAll @IntRange(min = 1, max = 65535) int highest) {
    int[] labels = Arrays.stream(any).map(v -> Math.floorMod(v, highest + 1)).toArray();
    LabelMap map = LabelMap.of(7, 5, labels);
    assertThat(map.toArray()).containsExactly(labels);
    for (int i = 0; i < labels.length; i++) {
      assertThat(map.at(i % 7, i / 7)).isEqualTo(labels[i]);
    }
    assertThat(map.labels())
        .containsExactly(Arrays.stream(labels).filter(v -> v > 0).sorted().distinct().toArray());
    for (int label : labels) {
      int area = (int) Arrays.stream(labels).filter(v -> v == label).count();
      assertThat(map.area(label)).isEqualTo(area);
      assertThat(map.box(label)).isEqualTo(label == 0 ? Box.EMPTY : naiveBox(labels, label));
      byte[] mask = map.mask(label);
      for (int i = 0; i < labels.length; i++) {
        assertThat(mask[i]).isEqualTo((byte) (labels[i] == label ? 1 : 0));
      }
    }
    assertThat(map)
        .isEqualTo(LabelMap.of(7, 5, labels))
        .hasSameHashCodeAs(LabelMap.of(7, 5, labels));
    int[] other = labels.clone();
    other[17] ^= 1;
    assertThat(map).isNotEqualTo(LabelMap.of(7, 5, other));
    assertThat(map).isNotEqualTo(LabelMap.of(5, 7, labels));
  }

  private static Box naiveBox(int[] labels, int label) {
    Box box = Box.EMPTY;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == label) {
        box = box.with(new Box(i % 7, i / 7, i % 7 + 1, i / 7 + 1));
      }
    }
    return box;
  }

  @Test
  void bytesAreUnsignedLabels() {
    byte[] bytes = {0, 1, (byte) 200, (byte) 255};
    LabelMap map = LabelMap.ofBytes(2, 2, bytes);
    bytes[0] = 9;
    assertThat(map).isEqualTo(LabelMap.of(2, 2, new int[] {0, 1, 200, 255}));
    assertThat(map.labels()).containsExactly(1, 200, 255);
    assertThat(map.maxLabel()).isEqualTo(255);
  }

  @Test
  void isNotChangedThroughArraysOfTheCaller() {
    int[] labels = {0, 1, 300, 0};
    LabelMap map = LabelMap.of(2, 2, labels);
    labels[0] = 5;
    map.labels()[0] = 5;
    map.toArray()[0] = 5;
    assertThat(map.toArray()).containsExactly(0, 1, 300, 0);
    assertThat(map.labels()).containsExactly(1, 300);
    assertThat(map.area(0)).isEqualTo(2);
    assertThat(map.area(7)).isZero();
  }

  @Test
  void anEmptyMapIsOneOfBackgroundAlone() {
    LabelMap empty = LabelMap.empty(3, 2);
    assertThat(empty).isEqualTo(LabelMap.of(3, 2, new int[6]));
    assertThat(empty.labels()).isEmpty();
    assertThat(empty.area(0)).isEqualTo(6);
  }

  @Test
  void objectsThatAreGoneAreBackground() {
    LabelMap mask = LabelMap.of(4, 1, new int[] {1, 2, 3, 0});
    assertThat(mask.only(Set.of(1, 3)).toArray()).containsExactly(1, 0, 3, 0);
    assertThat(mask.only(Set.of(1, 2, 3, 4))).isSameAs(mask);
  }

  @Test
  void refusesWhatIsNoMap() {
    assertThatThrownBy(() -> LabelMap.of(2, 2, new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x2");
    assertThatThrownBy(() -> LabelMap.of(0, 2, new int[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LabelMap.of(1, 1, new int[] {65536}))
        .hasMessageContaining("65536")
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LabelMap.of(1, 1, new int[] {-1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LabelMap.empty(0, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LabelMap.empty(1 << 16, 1 << 16))
        .isInstanceOf(IllegalArgumentException.class);
    LabelMap map = LabelMap.of(3, 2, new int[6]);
    assertThatThrownBy(() -> map.at(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> map.at(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
