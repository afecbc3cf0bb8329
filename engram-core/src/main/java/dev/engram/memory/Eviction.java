package dev.engram.memory;

import dev.engram.tensor.Tensor;
import java.util.Arrays;

/**
 * Which elements stay when long-term memory is full (XMem section 3.4): the most used ones, least
 * frequently used first to go. Exactly as many as asked for stay.
 */
final class Eviction {
  private Eviction() {}

  /**
   * @param usage [n], use divided by life; of equally used elements the newest, which come last,
   *     stay
   * @param most how many stay, at most n
   * @return their positions, ascending
   */
  static long[] survivors(Tensor usage, int most) {
    long[] ascending = usage.argsort(false).toLongs();
    long[] survivors = Arrays.copyOfRange(ascending, ascending.length - most, ascending.length);
    Arrays.sort(survivors);
    return survivors;
  }
}
