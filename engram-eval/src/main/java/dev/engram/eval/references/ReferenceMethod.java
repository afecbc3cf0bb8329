package dev.engram.eval.references;

import dev.engram.FrameRange;
import dev.engram.Propagation;
import dev.engram.Propagation.Pass;
import java.util.List;
import java.util.SortedSet;

/** What is done with the masks of several frames. */
public enum ReferenceMethod {
  /** Frames in the order of time; a mask is taken when its frame comes, and memorised as any. */
  XMEM("XMem"),
  /** All masks in permanent memory from the beginning, frames in the order of time. */
  FORWARD("XMem++ forward"),
  /** All masks in permanent memory, every frame reached from the nearest. */
  OUTWARD("XMem++ outward");

  private final String label;

  ReferenceMethod(String label) {
    this.label = label;
  }

  /** Its name, for people. */
  public String label() {
    return label;
  }

  /** Whether masks go into permanent memory. */
  boolean isPermanent() {
    return this != XMEM;
  }

  List<Pass> passes(SortedSet<Long> references, long frames) {
    Propagation way = this == OUTWARD ? Propagation.OUTWARD : Propagation.FORWARD;
    return way.passes(references, new FrameRange(0, frames - 1));
  }
}
