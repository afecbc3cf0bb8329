package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.Propagation.Pass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PropagationTest {
  private static List<Long> written(Pass pass) {
    long step = pass.isBackward() ? -1 : 1;
    return LongStream.iterate(pass.from(), i -> i * step <= pass.to() * step, i -> i + step)
        .skip(pass.known() ? 1 : 0)
        .boxed()
        .toList();
  }

  @Property
  void outwardEveryFrameOfTheRangeComesOnceFromItsNearestReference(
      @ForAll @Size(min = 1, max = 6) Set<@LongRange(max = 30) Long> chosen,
      @ForAll @IntRange(max = 30) int first,
      @ForAll @IntRange(max = 30) int length) {
    SortedSet<Long> references = new TreeSet<>(chosen);
    FrameRange range = new FrameRange(first, first + length);
    List<Long> all = new ArrayList<>();
    for (Pass pass : Propagation.OUTWARD.passes(references, range)) {
      List<Long> written = written(pass);
      for (long frame : written) {
        long nearest = references.stream().mapToLong(r -> Math.abs(r - frame)).min().orElseThrow();
        boolean after = references.contains(frame - nearest) && !pass.isBackward();
        boolean before =
            references.contains(frame + nearest) && (pass.isBackward() || pass.from() == pass.to());
        boolean from = after || before;
        assertThat(from).as("frame %d of %s", frame, pass).isTrue();
      }
      all.addAll(written);
    }
    all.sort(Comparator.naturalOrder());
    assertThat(all).isEqualTo(LongStream.rangeClosed(first, first + length).boxed().toList());
  }

  @Test
  void oneReferenceAtTheStartIsOnePassForward() {
    assertThat(Propagation.OUTWARD.passes(new TreeSet<>(Set.of(0L)), FrameRange.all()))
        .containsExactly(new Pass(0, Long.MAX_VALUE, false));
  }

  @Test
  void aMiddleReferenceIsWhereBothPassesStart() {
    assertThat(Propagation.OUTWARD.passes(new TreeSet<>(Set.of(5L)), FrameRange.all()))
        .containsExactly(new Pass(5, Long.MAX_VALUE, false), new Pass(5, 0, true));
  }
}
