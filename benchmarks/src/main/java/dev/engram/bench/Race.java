package dev.engram.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Contestants that work on the same frames in turn, so that noise meets all of them alike. */
final class Race {
  /** Frames that are left out of the medians: kernels are compiled and memory fills. */
  private static final int WARM_UP = 12;

  private Race() {}

  /** Seconds of each frame, by contestant. */
  record Times(Map<String, double[]> seconds) {
    /** The median over all spans of so many frames, each of which has one memory frame. */
    double median(String name, int span) {
      double[] all = Objects.requireNonNull(seconds.get(name), name);
      List<Double> means = new ArrayList<>();
      int warm = (WARM_UP + span - 1) / span * span;
      int first = Math.min(warm, Math.max(0, all.length - span));
      for (int start = first; start + span <= all.length; start += span) {
        means.add(Arrays.stream(all, start, start + span).average().orElseThrow());
      }
      double[] sorted = means.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return sorted[sorted.length / 2];
    }
  }

  /**
   * @param frames how many each works on at most
   * @param seconds after which no further round of frames is begun, though not before 24 frames
   */
  static Times run(List<Supplier<Contestant>> makers, int frames, double seconds) {
    List<Contestant> contestants = new ArrayList<>();
    try {
      makers.forEach(maker -> contestants.add(maker.get()));
      List<double[]> times = new ArrayList<>();
      contestants.forEach(c -> times.add(new double[frames]));
      long started = System.nanoTime();
      int done = 0;
      while (done < frames && (done < 24 || (System.nanoTime() - started) / 1e9 < seconds)) {
        for (int c = 0; c < contestants.size(); c++) {
          long before = System.nanoTime();
          contestants.get(c).step(done);
          times.get(c)[done] = (System.nanoTime() - before) / 1e9;
        }
        done++;
      }
      Map<String, double[]> byName = new LinkedHashMap<>();
      for (int c = 0; c < contestants.size(); c++) {
        byName.put(contestants.get(c).name(), Arrays.copyOf(times.get(c), done));
      }
      return new Times(byName);
    } finally {
      contestants.forEach(Contestant::close);
    }
  }
}
