package dev.engram.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void numbersInNamesCountByTheirValue() {
    List<String> names = List.of("frame10", "Frame9", "frame2", "a", "frame 1", "frame02", "frame");
    assertThat(names.stream().sorted(NaturalOrder.COMPARATOR).toList())
        .isEqualTo(List.of("a", "frame", "frame 1", "frame02", "frame2", "Frame9", "frame10"));
  }

  @Test
  void numbersLongerThanAnyIntegerTypeStillCompare() {
    assertThat(
            NaturalOrder.COMPARATOR.compare(
                "20240101000000000000000000009", "20240101000000000000000000010"))
        .isNegative();
  }

  @Property(tries = 500)
  void itIsAnOrder(
      @ForAll @StringLength(max = 5) @Chars({'a', 'B', '_'}) @CharRange(from = '0', to = '2')
          String a,
      @ForAll @StringLength(max = 5) @Chars({'A', 'b', '_'}) @CharRange(from = '0', to = '2')
          String b,
      @ForAll @StringLength(max = 5) @Chars({'a', 'b', '_'}) @CharRange(from = '0', to = '2')
          String c) {
    int ab = Integer.signum(NaturalOrder.COMPARATOR.compare(a, b));
    assertThat(Integer.signum(NaturalOrder.COMPARATOR.compare(b, a))).isEqualTo(-ab);
    assertThat(ab == 0).isEqualTo(a.equals(b));
    int bc = Integer.signum(NaturalOrder.COMPARATOR.compare(b, c));
    if (ab <= 0 && bc <= 0) {
      assertThat(NaturalOrder.COMPARATOR.compare(a, c)).isLessThanOrEqualTo(0);
    }
  }
}
