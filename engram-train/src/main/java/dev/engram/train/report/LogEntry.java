package dev.engram.train.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A line of a run's log. */
public sealed interface LogEntry {
  /** How many iterations were done by then. */
  long iteration();

  /** When it was written, in seconds: {@code 2026-01-31T12:00:00Z}. */
  String time();

  /** The time for an entry that is made now. */
  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * A run began, or went on.
   *
   * @param configuration the start of the configuration file's SHA-256
   * @param version of Engram
   */
  record Start(
      long iteration, String time, String configuration, String version, int threads, String device)
      implements LogEntry {}

  /**
   * Means of the iterations since the entry before.
   *
   * @param count how many they are
   * @param gradientNorm before clipping
   * @param rate the learning rate of the last of them, without the factors of some parameters
   * @param phase of the last of them, counted from 1
   * @param imagesPerSecond through the network
   */
  record Progress(
      long iteration,
      String time,
      int count,
      double loss,
      double gradientNorm,
      double rate,
      int phase,
      Parts seconds,
      double imagesPerSecond)
      implements LogEntry {}

  /**
   * How long the parts of an iteration took, in seconds.
   *
   * @param data waiting for clips
   */
  record Parts(double data, double forward, double backward, double optimiser) {
    /** All of them. */
    public double total() {
      return data + forward + backward + optimiser;
    }
  }

  /**
   * A validation.
   *
   * @param seconds that it took
   * @param sequences by name, in the order in which they were segmented; at least one
   */
  record Scores(long iteration, String time, double seconds, Map<String, Score> sequences)
      implements LogEntry {
    /** The mean over the sequences. */
    public Score mean() {
      return new Score(mean(Score::region), mean(Score::contour));
    }

    private double mean(ToDoubleFunction<Score> part) {
      return sequences.values().stream().mapToDouble(part).average().orElse(0);
    }
  }

  /**
   * How well a sequence was segmented.
   *
   * @param region J, the mean over its objects and frames
   * @param contour F, the same
   */
  record Score(double region, double contour) {
    /** J&F, the mean of both. */
    public double both() {
      return (region + contour) / 2;
    }
  }
}
