package dev.engram.project;

import dev.engram.common.EngramException;
import dev.engram.mask.FrameNames;
import dev.engram.video.FrameAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The frames of a project's input.
 *
 * @param names of image files in the video's order; empty for a video
 */
record Footage(int frames, int width, int height, List<String> names) {
  Footage {
    names = List.copyOf(names);
  }

  /**
   * Opens the input and counts its frames, of a video in one pass.
   *
   * @throws EngramException if it is neither a file nor a folder, or holds no frames
   */
  static Footage of(Path input) {
    if (!Files.exists(input)) {
      throw new EngramException(
          input + ": no such file or folder. Give a video file or a folder of images.");
    }
    try (FrameAccess access = FrameAccess.open(input.toString())) {
      int frames = Math.toIntExact(access.countFrames());
      if (frames == 0) {
        throw new EngramException(input + ": holds no frame. Give another video.");
      }
      return new Footage(frames, access.width(), access.height(), access.names());
    }
  }

  FrameNames frameNames() {
    return FrameNames.orUnknown(names);
  }

  /** For messages. */
  String describe() {
    return frames + " frames of " + width + "x" + height;
  }
}
