package dev.engram.memory;

import dev.engram.common.EngramException;
import java.util.Locale;

/**
 * What room memory makes.
 *
 * @param longTermElements the most that long-term memory holds
 * @param workingFrames the most that working memory holds
 */
record MemorySizes(int longTermElements, int workingFrames) {
  /** Where there is no long-term memory: the first frame and the newest. */
  private static final int LEAST_FRAMES = 2;

  private static final double MEGABYTE = 1 << 20;

  /** The most elements in working memory, where a frame has so many. */
  long workingElements(long frame) {
    return workingFrames * frame;
  }

  /**
   * As the options ask for, or smaller, to fit their budget: long-term memory down to one
   * consolidation, then working memory.
   *
   * @param frame elements of a frame
   * @param permanent elements of permanent memory, which are kept whatever they take
   * @param bytes of an element with the values of all objects
   * @throws EngramException if the least that works does not fit
   */
  static MemorySizes of(MemoryOptions options, long frame, long permanent, long bytes) {
    MemorySizes asked = new MemorySizes(options.longTermElements(), options.workingFrames());
    if (options.maxBytes() == MemoryOptions.UNLIMITED) {
      return asked;
    }
    int leastFrames = options.longTerm() ? options.minMidTermFrames() + 1 : LEAST_FRAMES;
    int leastLongTerm = options.longTerm() ? options.numPrototypes() : 0;
    long room = options.maxBytes() / bytes - permanent;
    if (room < leastLongTerm + leastFrames * frame) {
      throw new EngramException(
          String.format(
              Locale.ROOT,
              "memory_budget is %.1f MB: memory takes %.1f MB at least. Give more, a smaller --size,"
                  + " or fewer objects or references.",
              options.maxBytes() / MEGABYTE,
              (leastLongTerm + leastFrames * frame + permanent) * bytes / MEGABYTE + 0.1));
    }
    long frames = Math.min(asked.workingFrames, (room - leastLongTerm) / frame);
    long longTerm = Math.min(asked.longTermElements, room - frames * frame);
    return new MemorySizes((int) longTerm, (int) frames);
  }
}
