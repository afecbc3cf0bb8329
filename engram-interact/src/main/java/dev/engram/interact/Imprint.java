package dev.engram.interact;

import dev.engram.mask.LabelMap;
import dev.engram.video.Frame;

/** What the user said outright, put over what was made of it. */
final class Imprint {
  private Imprint() {}

  /**
   * @param mask of the frame, 1 or 0 a pixel; changed: marked pixels have the label of the latest
   *     mark, those out of the box 0
   */
  static LabelMap of(Frame frame, Prompts prompts, byte[] mask) {
    int width = frame.width();
    int height = frame.height();
    MarkRaster marks = new MarkRaster(width, height, width, height);
    prompts.marks().forEach(marks::draw);
    PromptBox box = prompts.box();
    for (int i = 0; i < mask.length; i++) {
      byte mark = marks.marks()[i];
      if (mark != MarkRaster.NONE) {
        mask[i] = (byte) (mark == MarkRaster.ON ? PreparedFrame.OBJECT : 0);
      }
      if (box != null && !box.holds(i % width, i / width)) {
        mask[i] = 0;
      }
    }
    return LabelMap.ofBytes(width, height, mask);
  }
}
