package dev.engram.memory;

import dev.engram.common.EngramException;

/**
 * Sizes of the memory, by the names and with the defaults of XMem's evaluation.
 *
 * @param maxMidTermFrames T_max: working memory is consolidated when it holds so many frames
 * @param minMidTermFrames T_min: so many of them stay (the first and the newest)
 * @param numPrototypes P: prototypes that a consolidation adds to long-term memory
 * @param maxLongTermElements LT_max: elements that long-term memory holds at most
 * @param topK how many memory elements a pixel reads
 * @param longTerm whether there is a long-term memory; without it working memory grows up to {@link
 *     #FRAMES_WITHOUT_LONG_TERM} frames
 * @param referencePairing whether an object that appeared later keeps the values of its first frame
 *     beyond a consolidation, read with the keys of the video's first frame, as in the reference;
 *     otherwise its first frame is consolidated like any other. Objects of the first frame are the
 *     same either way
 * @param maxBytes the most that elements may take, all objects' values among them: where the other
 *     sizes need more, long-term memory is made smaller, then working memory; {@link #UNLIMITED}
 *     for no limit
 */
public record MemoryOptions(
    int maxMidTermFrames,
    int minMidTermFrames,
    int numPrototypes,
    int maxLongTermElements,
    int topK,
    boolean longTerm,
    boolean referencePairing,
    long maxBytes) {

  /** As much memory as the other sizes need. */
  public static final long UNLIMITED = 0;

  /**
   * The frames that working memory holds where there is no long-term memory. The reference has no
   * bound there; this one is beyond what its benchmarks reach.
   */
  public static final int FRAMES_WITHOUT_LONG_TERM = 100;

  /** Checks each value against the others. */
  public MemoryOptions {
    atLeast("top_k", topK, 1);
    if (maxBytes < 0) {
      throw new EngramException("memory_budget is " + maxBytes + ". Give 1 byte or more.");
    }
    if (longTerm) {
      atLeast("min_mid_term_frames", minMidTermFrames, 1);
      atLeast("num_prototypes", numPrototypes, 1);
      if (maxMidTermFrames <= minMidTermFrames) {
        throw new EngramException(
            "max_mid_term_frames is "
                + maxMidTermFrames
                + ": a consolidation would leave nothing to consolidate. Give more than"
                + " min_mid_term_frames ("
                + minMidTermFrames
                + ").");
      }
      if (maxLongTermElements < numPrototypes) {
        throw new EngramException(
            "max_long_term_elements is "
                + maxLongTermElements
                + ": not one consolidation fits. Give num_prototypes ("
                + numPrototypes
                + ") or more.");
      }
    }
  }

  /** Sizes without a limit in bytes. */
  public MemoryOptions(
      int maxMidTermFrames,
      int minMidTermFrames,
      int numPrototypes,
      int maxLongTermElements,
      int topK,
      boolean longTerm,
      boolean referencePairing) {
    this(
        maxMidTermFrames,
        minMidTermFrames,
        numPrototypes,
        maxLongTermElements,
        topK,
        longTerm,
        referencePairing,
        UNLIMITED);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new EngramException(name + " is " + value + ". Give " + least + " or more.");
    }
  }

  /** XMem's values: 10, 5, 128, 10,000, 30, with long-term memory. */
  public static MemoryOptions defaults() {
    return new MemoryOptions(10, 5, 128, 10_000, 30, true, true);
  }

  /** Whether elements may take so many bytes. */
  boolean allows(long bytes) {
    return maxBytes == UNLIMITED || bytes <= maxBytes;
  }

  /** The most frames that working memory ever holds. */
  int workingFrames() {
    return longTerm ? maxMidTermFrames : FRAMES_WITHOUT_LONG_TERM;
  }

  /** The most elements that long-term memory ever holds. */
  int longTermElements() {
    return longTerm ? maxLongTermElements : 0;
  }
}
