package dev.engram.project;

import dev.engram.common.EngramException;
import dev.engram.mask.FrameNames;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The input of a project and its frames' names, which are looked up when they are asked for. */
final class InputFrames {
  private final Path input;
  private final int count;
  private @Nullable List<String> stems;

  InputFrames(Path input, int count) {
    this.input = input;
    this.count = count;
  }

  /** Of an input that was just opened. */
  static InputFrames of(Path input, Footage footage) {
    InputFrames frames = new InputFrames(input, footage.frames());
    frames.stems = footage.names();
    return frames;
  }

  Path input() {
    return input;
  }

  /**
   * @throws EngramException if the input is a folder that has other images than before
   */
  FrameNames names() {
    return FrameNames.orUnknown(stems());
  }

  /**
   * @throws EngramException if there is no such frame
   */
  String name(int frame) {
    if (frame < 0 || frame >= count) {
      throw new EngramException(
          "frame "
              + frame
              + ": there is none; frames of "
              + input
              + " are 0 to "
              + (count - 1)
              + ".");
    }
    return Frame.nameOf(stems(), frame);
  }

  /** The names of image files; empty for a video. */
  List<String> stems() {
    List<String> known = stems;
    if (known == null) {
      try (FrameSource source = FrameSources.open(input.toString())) {
        known = source.names();
      }
      if (!known.isEmpty() && known.size() != count) {
        throw new EngramException(
            String.format(
                "%s: has %d images, but had %d when the project was made. Put them back as they"
                    + " were.",
                input, known.size(), count));
      }
      stems = known;
    }
    return known;
  }
}
