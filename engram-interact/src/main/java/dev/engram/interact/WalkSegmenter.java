package dev.engram.interact;

import dev.engram.video.Frame;
import java.util.List;

/** Random walks over the frame's colours; needs no model. */
final class WalkSegmenter implements PromptSegmenter {
  private final WalkOptions options;

  WalkSegmenter(WalkOptions options) {
    this.options = options;
  }

  @Override
  public String description() {
    return "random walks over colours";
  }

  @Override
  public PreparedFrame prepare(Frame frame) {
    WorkImage image = WorkImage.of(frame, options.pixels());
    return new WalkFrame(frame, image, options, List.of(new ColourModel(image)));
  }

  @Override
  public void close() {}
}
