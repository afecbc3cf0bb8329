package dev.engram;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.video.Frame;
import dev.engram.video.FrameAccess;
import java.nio.file.Files;
import java.nio.file.Path;

/** Masks that are in the output folder already, and stay. */
final class HeldMasks {
  private final JobOptions job;
  private final Path folder;
  private final MaskReader reader = new MaskReader();

  HeldMasks(JobOptions job, Path folder) {
    this.job = job;
    this.folder = folder;
  }

  /**
   * Looks for all of them, before the long work.
   *
   * @throws EngramException if one is missing, or belongs to no frame, as far as it is known how
   *     many there are
   */
  void requireAll(FrameAccess video, FrameRange range) {
    long count = video.frameCount();
    for (FrameRange held : job.held()) {
      if (count >= 0 && held.last() >= count) {
        throw new EngramException(
            "--hold: "
                + video.describe()
                + " has no frame "
                + held.last()
                + "; the last is "
                + (count - 1)
                + ". Hold frames that are there.");
      }
      for (long i = held.first(); i <= held.last(); i++) {
        if (range.contains(i)) {
          require(folder.resolve(Frame.nameOf(video.names(), i) + ".png"));
        }
      }
    }
  }

  private static void require(Path file) {
    if (!Files.exists(file)) {
      throw new EngramException(
          file + ": is to be held, but is not there. Segment the frame first, or do not hold it.");
    }
  }

  /**
   * @throws EngramException if it cannot be read, or is of another size
   */
  LabelMap read(Frame frame) {
    Path file = folder.resolve(frame.name() + ".png");
    require(file);
    LabelMap map = reader.read(file).labels();
    if (map.width() != frame.width() || map.height() != frame.height()) {
      throw new EngramException(
          String.format(
              "%s: is to be held, but is %dx%d, where the frames are %dx%d. Segment the frame anew.",
              file, map.width(), map.height(), frame.width(), frame.height()));
    }
    return map;
  }
}
