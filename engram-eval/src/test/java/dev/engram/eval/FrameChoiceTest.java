package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FrameChoiceTest {
  private static List<Integer> choices(FrameChoice choice, List<Double> quality, int count) {
    Set<Integer> given = new TreeSet<>(Set.of(0));
    Random random = new Random(7);
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int next = choice.next(quality, given, random);
      chosen.add(next);
      given.add(next);
    }
    return chosen;
  }

  @Test
  void theWorstFrameThatIsNotGivenIsChosen() {
    List<Double> quality = List.of(0.1, 0.9, 0.3, 0.3, 0.2);
    assertThat(choices(FrameChoice.WORST, quality, 4)).containsExactly(4, 2, 3, 1);
  }

  @Test
  void uniformFramesHalveTheLongestGap() {
    List<Double> quality = Collections.nCopies(9, 0.5);
    assertThat(choices(FrameChoice.UNIFORM, quality, 4)).containsExactly(8, 4, 2, 6);
  }

  @Test
  void randomFramesAreAllDifferentAndDrawnByTheSeed() {
    List<Double> quality = Collections.nCopies(9, 0.5);
    List<Integer> first = choices(FrameChoice.RANDOM, quality, 8);
    assertThat(first).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(choices(FrameChoice.RANDOM, quality, 8)).isEqualTo(first);
  }

  @Test
  void withAllFramesGivenThereIsNoChoice() {
    for (FrameChoice choice : FrameChoice.values()) {
      assertThat(choice.next(List.of(0.5, 0.5), Set.of(0, 1), new Random(1))).isEqualTo(-1);
    }
  }
}
