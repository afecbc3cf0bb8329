package dev.engram.eval.references;

import dev.engram.common.EngramException;
import dev.engram.eval.AnnotatedVideo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which frames are references, if nothing is known of them but their number. */
final class ReferenceChoice {
  private ReferenceChoice() {}

  /**
   * Evenly spaced: the {@code round(i * n / count)}-th of n frames, the first included.
   *
   * @param annotated ascending
   * @param count 1 to n
   */
  static SortedSet<Long> uniform(List<Long> annotated, int count) {
    SortedSet<Long> chosen = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      chosen.add(annotated.get((int) Math.round((double) i * annotated.size() / count)));
    }
    return chosen;
  }

  /**
   * The first frame, and others by chance. The same seed chooses the same frames, and with a larger
   * count these and more.
   */
  static SortedSet<Long> random(List<Long> annotated, int count, long seed) {
    List<Long> others = new ArrayList<>(annotated.subList(1, annotated.size()));
    Collections.shuffle(others, new Random(seed));
    SortedSet<Long> chosen = new TreeSet<>(others.subList(0, count - 1));
    chosen.add(annotated.get(0));
    return chosen;
  }

  /**
   * The numbers of references that are asked for, ascending.
   *
   * @throws EngramException if one is below 1, or so high that no frame of the video would be left
   */
  static List<Integer> counts(List<Integer> asked, AnnotatedVideo video) {
    if (asked.isEmpty() || Collections.min(asked) < 1) {
      throw new EngramException("--counts " + asked + ": give numbers of references from 1 on.");
    }
    int frames = video.annotated().size();
    if (Collections.max(asked) >= frames) {
      throw new EngramException(
          String.format(
              "%s: has %d frames with a mask, which leaves none to score with --counts %d. Give"
                  + " less, or more masks.",
              video.name(), frames, Collections.max(asked)));
    }
    return asked.stream().distinct().sorted().toList();
  }
}
