package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import java.util.Random;

/** The network of XMem's authors as it is before training, to try what does not need its masks. */
public final class PublishedXMem {
  private PublishedXMem() {}

  /** 62.2 M parameters, random but for the statistics of normalisation. */
  public static StateDict random(long seed) {
    return XMemShape.PUBLISHED.initialWeights(new Random(seed), null);
  }
}
