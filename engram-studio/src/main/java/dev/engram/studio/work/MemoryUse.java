package dev.engram.studio.work;

/**
 * How full the memory of the session is, in elements: one for each 16x16 pixels inside the network.
 *
 * @param working of working memory, and how many it holds at most
 * @param permanent of the references, which are all kept
 * @param longTerm of long-term memory, and how many it holds at most
 */
public record MemoryUse(Fill working, Permanent permanent, Fill longTerm) {
  /** A store of bounded size. */
  public record Fill(long elements, long capacity) {}

  /** References are never forgotten. */
  public record Permanent(long elements, int references) {}

  /** Before the first run. */
  static MemoryUse none() {
    return new MemoryUse(new Fill(0, 0), new Permanent(0, 0), new Fill(0, 0));
  }
}
