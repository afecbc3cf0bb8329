package dev.engram.checkpoint.pull;

import java.time.Duration;
import java.util.List;

/**
 * How long a download waits.
 *
 * @param connect for a connection
 * @param answer for the head of the answer
 * @param silence between two pieces of the body
 * @param pauses before each further attempt; as many as may fail in a row without a single new byte
 */
record Patience(Duration connect, Duration answer, Duration silence, List<Duration> pauses) {
  static Patience usual() {
    return new Patience(
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8)));
  }
}
