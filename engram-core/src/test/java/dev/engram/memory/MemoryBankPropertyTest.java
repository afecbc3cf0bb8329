package dev.engram.memory;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Random histories of a memory bank against its naive twin. */
class MemoryBankPropertyTest {
  private static final int MOST_OBJECTS = 4;

  /** A session's life in small; numbers are taken modulo what is possible. */
  record Step(Kind kind, int number) {
    enum Kind {
      READ,
      ADD,
      REMOVE,
      REMOVE_ALL,
      PUT_REFERENCE,
      REMOVE_REFERENCE,
      CLEAR_WORKING,
      CLEAR_TEMPORARY
    }
  }

  record Size(int height, int width) {}

  @Property(tries = 1500)
  void everyReadoutAndEveryCountIsTheNaiveTwins(
      @ForAll("options") MemoryOptions options,
      @ForAll("sizes") Size size,
      @ForAll("steps") List<Step> steps,
      @ForAll Random random) {
    goThrough(steps, options, size, random);
  }

  @Property(tries = 1000)
  void theSameHoldsWithReferencesThatComeChangeAndGo(
      @ForAll("options") MemoryOptions options,
      @ForAll("sizes") Size size,
      @ForAll("stepsWithReferences") List<Step> steps,
      @ForAll Random random) {
    goThrough(steps, options, size, random);
  }

  private static void goThrough(List<Step> steps, MemoryOptions options, Size size, Random random) {
    try (MemoryTwins twins = new MemoryTwins(size.height, size.width, options)) {
      for (Step step : steps) {
        take(step, twins, random);
      }
      countComparisons(twins);
    }
  }

  @Property(tries = 500)
  void ofElementsThatWereNeverReadTheOldestBecomePrototypesAndTheNewestSurvive(
      @ForAll("options") MemoryOptions options,
      @ForAll("sizes") Size size,
      @ForAll("steps") List<Step> steps,
      @ForAll Random random) {
    try (MemoryTwins twins = new MemoryTwins(size.height, size.width, options)) {
      for (Step step : steps) {
        if (step.kind != Step.Kind.READ) {
          take(step, twins, random);
        }
      }
      if (!twins.naive().objects().isEmpty()) {
        twins.read(random);
      }
    }
  }

  /** A read of all elements before each consolidation leaves no two equally used. */
  @Property(tries = 200)
  void objectsThatAllStartTogetherAreReadAlikeWithTheReferencesPairing(
      @ForAll("options") MemoryOptions some, @ForAll("sizes") Size size, @ForAll Random random) {
    MemoryOptions options = withTopK(some, 1000, false);
    try (MemoryTwins twins =
        new MemoryTwins(size.height, size.width, options, withTopK(some, 1000, true))) {
      twins.add(random, 1, 2, 3);
      for (int frame = 0; frame < 20; frame++) {
        twins.read(random);
        twins.add(random);
        if (frame == 10) {
          twins.remove(1);
        }
      }
      countComparisons(twins);
    }
  }

  private static MemoryOptions withTopK(MemoryOptions o, int topK, boolean referencePairing) {
    return new MemoryOptions(
        o.maxMidTermFrames(),
        o.minMidTermFrames(),
        o.numPrototypes(),
        o.maxLongTermElements(),
        topK,
        o.longTerm(),
        referencePairing);
  }

  private static void take(Step step, MemoryTwins twins, Random random) {
    List<Integer> there = twins.naive().objects();
    switch (step.kind) {
      case READ -> {
        if (!there.isEmpty()) {
          twins.read(random);
        }
      }
      case ADD -> {
        int more = Math.max(0, Math.min(MOST_OBJECTS - there.size(), step.number - 2));
        // few numbers, so that those of removed objects come back
        twins.add(
            random,
            IntStream.rangeClosed(1, 2 * MOST_OBJECTS)
                .boxed()
                .filter(id -> !there.contains(id))
                .skip(random.nextInt(3))
                .limit(more)
                .toArray(Integer[]::new));
      }
      case REMOVE -> {
        // now and then one that is not there
        int position = step.number % (MOST_OBJECTS + 1);
        twins.remove(position < there.size() ? there.get(position) : 99);
      }
      case REMOVE_ALL -> List.copyOf(there).forEach(twins::remove);
      case PUT_REFERENCE -> {
        List<Integer> covered =
            IntStream.rangeClosed(1, 2 * MOST_OBJECTS)
                .boxed()
                .filter(id -> there.contains(id) || there.size() < MOST_OBJECTS)
                .filter(id -> random.nextInt(2) == 0)
                .limit(2)
                .toList();
        if (!there.isEmpty() || !covered.isEmpty()) {
          twins.putReference(random, step.number, covered);
        }
      }
      case REMOVE_REFERENCE -> twins.removeReference(step.number);
      case CLEAR_WORKING -> twins.clearWorking();
      case CLEAR_TEMPORARY -> twins.clearTemporary();
    }
  }

  /**
   * Two choices that differ by less than single precision are rare; where it happens the banks may
   * go another way than the twin, and the rest of the history is compared by its counts alone.
   */
  private static void countComparisons(MemoryTwins twins) {
    Statistics.label("compared to the end")
        .collect(!twins.naive().hadACloseCall())
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 80));
  }

  @Provide
  Arbitrary<MemoryOptions> options() {
    Arbitrary<Integer> prototypes =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 4), Arbitraries.integers().between(1, 20));
    return Combinators.combine(
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 3),
            prototypes,
            Arbitraries.integers().between(0, 20),
            Arbitraries.integers().between(1, 40),
            Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false)))
        .as(
            (least, more, count, room, topK, longTerm) ->
                new MemoryOptions(
                    Math.max(2, Math.min(5, least + more)),
                    least,
                    count,
                    // every third time a multiple of P, which fills up exactly
                    room % 3 == 0 ? count * (1 + room / 6) : count + room,
                    topK,
                    longTerm,
                    false));
  }

  @Provide
  Arbitrary<Size> sizes() {
    return Arbitraries.of(new Size(1, 1), new Size(2, 3), new Size(1, 5), new Size(3, 1));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return steps(
        Arbitraries.frequency(
            Tuple.of(12, Step.Kind.READ),
            Tuple.of(16, Step.Kind.ADD),
            Tuple.of(3, Step.Kind.REMOVE),
            Tuple.of(1, Step.Kind.REMOVE_ALL)));
  }

  @Provide
  Arbitrary<List<Step>> stepsWithReferences() {
    return steps(
        Arbitraries.frequency(
            Tuple.of(24, Step.Kind.READ),
            Tuple.of(24, Step.Kind.ADD),
            Tuple.of(3, Step.Kind.REMOVE),
            Tuple.of(1, Step.Kind.REMOVE_ALL),
            Tuple.of(8, Step.Kind.PUT_REFERENCE),
            Tuple.of(4, Step.Kind.REMOVE_REFERENCE),
            Tuple.of(1, Step.Kind.CLEAR_WORKING),
            Tuple.of(1, Step.Kind.CLEAR_TEMPORARY)));
  }

  private static Arbitrary<List<Step>> steps(Arbitrary<Step.Kind> kinds) {
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 4))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(50);
  }
}
