package dev.engram.interact;

/** What tells the pixels of the object from the rest by how they look, wherever they are. */
interface Appearance {
  /**
   * Learns from some pixels and judges all.
   *
   * @param inside how much each pixel counts as an example of the object, 0 or more
   * @param outside likewise of the rest
   * @return log-likelihood ratios, above 0 where the object is the more likely
   */
  float[] evidence(float[] inside, float[] outside);
}
