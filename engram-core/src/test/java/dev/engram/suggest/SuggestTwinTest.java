package dev.engram.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.suggest.NaiveSuggestion.Frame;
import dev.engram.tensor.Device;
import dev.engram.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The lazy choice against the definition. */
class SuggestTwinTest {
  private static final double[] ALPHAS = {0, 0.5, 1};
  private static final double[] PRESENCES = {0, 0.25, 50};
  private static final double[] WEIGHTS = {0, 0, 0.5, 4};

  @Property(tries = 150)
  void theFramesAreThoseOfTheDefinition(
      @ForAll @IntRange(min = 1, max = 8) int count,
      @ForAll @IntRange(min = 1, max = 3) int objects,
      @ForAll Random random) {
    RandomFrames source = new RandomFrames(random);
    SuggestionOptions options = options(random);
    TensorType type = random.nextBoolean() ? TensorType.FLOAT16 : TensorType.FLOAT32;
    TreeMap<Integer, Frame> frames = new TreeMap<>();
    try (FrameKeys keys = FrameKeys.temporary(type)) {
      for (int i = 0; i < count; i++) {
        append(keys, frames, source, objects, random);
      }
      FrameSuggester suggester = new FrameSuggester(keys, options, Device.CPU);
      List<Integer> annotated = new ArrayList<>();
      annotate(suggester, annotated, any(frames, random));
      for (int step = 0; step < 6; step++) {
        int k = 1 + random.nextInt(4);
        assertThat(suggester.suggest(k))
            .isEqualTo(new NaiveSuggestion(frames, options).suggest(annotated, k));
        int frame = any(frames, random);
        switch (random.nextInt(4)) {
          case 0 -> annotate(suggester, annotated, frame);
          case 1 -> append(keys, frames, source, objects, random);
          case 2 -> withdraw(suggester, annotated, frame);
          default -> {
            int others = 1 + random.nextInt(3);
            frames.compute(
                frame, (f, old) -> old.withMasks(source.masks(others), source.uncertainty()));
            RandomFrames.replaceMasks(keys, frame, frames.get(frame));
            suggester.maskChanged(frame);
          }
        }
      }
    }
  }

  private static SuggestionOptions options(Random random) {
    return new SuggestionOptions(
        ALPHAS[random.nextInt(ALPHAS.length)],
        PRESENCES[random.nextInt(PRESENCES.length)],
        List.of(Set.<Integer>of(), Set.of(0), Set.of(1, 2)).get(random.nextInt(3)),
        WEIGHTS[random.nextInt(WEIGHTS.length)]);
  }

  /** Every third frame repeats the keys of another. */
  private static void append(
      FrameKeys keys,
      TreeMap<Integer, Frame> frames,
      RandomFrames source,
      int objects,
      Random random) {
    int number = random.nextInt(40);
    if (keys.contains(number)) {
      return;
    }
    boolean repeats = !frames.isEmpty() && random.nextInt(3) == 0;
    Frame frame = repeats ? frames.get(any(frames, random)) : source.frame(objects);
    frames.put(number, frame);
    RandomFrames.append(keys, number, frame);
  }

  private static void annotate(FrameSuggester suggester, List<Integer> annotated, int frame) {
    suggester.annotate(frame);
    if (!annotated.contains(frame)) {
      annotated.add(frame);
    }
  }

  private static void withdraw(FrameSuggester suggester, List<Integer> annotated, int frame) {
    if (annotated.size() > 1) {
      suggester.withdraw(frame);
      annotated.remove((Integer) frame);
    }
  }

  private static int any(TreeMap<Integer, Frame> frames, Random random) {
    List<Integer> numbers = new ArrayList<>(frames.keySet());
    return numbers.get(random.nextInt(numbers.size()));
  }
}
