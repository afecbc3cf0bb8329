package dev.engram;

import dev.engram.common.EngramException;
import dev.engram.video.Frame;

/** What to tell a user when the machine's or the card's memory runs out, or what was allowed. */
final class MemoryShortage {
  private MemoryShortage() {}

  /**
   * @param e anything that went wrong with a frame
   * @return the way out if it was for want of memory, else what is given
   */
  static RuntimeException explained(RuntimeException e, Frame frame, FrameGeometry g, int objects) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof EngramException budget && message.startsWith("memory_budget")) {
      return budget.at(frame.place());
    }
    if (!message.contains("can't allocate memory") && !message.contains("out of memory")) {
      return e;
    }
    return new EngramException(
        String.format(
            "%s: memory ran out at %dx%d with %d objects. Give a smaller --size.",
            frame.place(), g.innerWidth(), g.innerHeight(), objects),
        e);
  }
}
