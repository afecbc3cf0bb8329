package dev.engram.eval.references;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReferenceChoiceTest {
  private static final List<Long> FRAMES = LongStream.range(10, 70).boxed().toList();

  @Test
  void uniformFramesBeginWithTheFirstAndAreEvenlySpaced() {
    assertThat(ReferenceChoice.uniform(FRAMES, 1)).containsExactly(10L);
    assertThat(ReferenceChoice.uniform(FRAMES, 5)).containsExactly(10L, 22L, 34L, 46L, 58L);
    assertThat(ReferenceChoice.uniform(FRAMES.subList(0, 5), 3)).containsExactly(10L, 12L, 13L);
    for (int count = 1; count <= FRAMES.size(); count++) {
      assertThat(ReferenceChoice.uniform(FRAMES, count)).hasSize(count);
    }
  }

  @Test
  void framesByChanceBeginWithTheFirstAndFollowTheirSeed() {
    SortedSet<Long> three = ReferenceChoice.random(FRAMES, 3, 7);
    assertThat(three).hasSize(3).contains(10L).isEqualTo(ReferenceChoice.random(FRAMES, 3, 7));
    assertThat(ReferenceChoice.random(FRAMES, 9, 7)).hasSize(9).containsAll(three);
    assertThat(ReferenceChoice.random(FRAMES, 9, 8))
        .isNotEqualTo(ReferenceChoice.random(FRAMES, 9, 7));
  }
}
