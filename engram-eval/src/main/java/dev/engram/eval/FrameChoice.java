package dev.engram.eval;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** How the frame is chosen whose mask is given next. */
public enum FrameChoice {
  /** The frame with the lowest J, the first of equals: the robot of DAVIS interactive. */
  WORST,
  /** The last frame, then the middle of the longest stretch without a given frame. */
  UNIFORM,
  /** Any frame, drawn by a seed. */
  RANDOM;

  /**
   * Chooses.
   *
   * @param quality J of each frame, in order of time
   * @param given places of the frames whose masks are given already; at least one
   * @return the place of another frame; -1 if there is none
   */
  int next(List<Double> quality, Set<Integer> given, Random random) {
    List<Integer> free =
        IntStream.range(0, quality.size()).filter(frame -> !given.contains(frame)).boxed().toList();
    if (free.isEmpty()) {
      return -1;
    }
    return switch (this) {
      case WORST -> free.stream().min(Comparator.comparing(quality::get)).orElseThrow();
      case UNIFORM -> middle(quality.size(), given);
      case RANDOM -> free.get(random.nextInt(free.size()));
    };
  }

  private static int middle(int count, Set<Integer> given) {
    int best = -1;
    int longest = 0;
    int begin = 0;
    for (int frame = 0; frame <= count; frame++) {
      if (frame < count && !given.contains(frame)) {
        continue;
      }
      if (frame - begin > longest) {
        longest = frame - begin;
        best = frame == count ? count - 1 : begin + (frame - begin) / 2;
      }
      begin = frame + 1;
    }
    return best;
  }
}
