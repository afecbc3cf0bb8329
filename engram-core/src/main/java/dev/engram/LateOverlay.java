package dev.engram;

import dev.engram.mask.Mask;
import dev.engram.mask.MaskReader;
import dev.engram.mask.Overlay;
import dev.engram.video.Frame;
import dev.engram.video.FrameAccess;
import dev.engram.video.FrameSource;
import dev.engram.video.VideoWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** An overlay video of masks that were not written in the order of time. */
final class LateOverlay {
  private LateOverlay() {}

  /** Reads the video once more, and the masks from the output folder. */
  static void write(FrameAccess video, FrameRange range, Outputs outputs) {
    Path file = Objects.requireNonNull(outputs.overlay());
    MaskReader masks = new MaskReader();
    double rate = VideoWriter.rateOf(video.frameRate());
    try (FrameSource source = video.forward(range.first());
        VideoWriter writer = new VideoWriter(file, video.width(), video.height(), rate)) {
      for (Frame frame = source.next();
          frame != null && range.contains(frame.index());
          frame = source.next()) {
        Path mask = outputs.folder().resolve(frame.name() + ".png");
        byte[] picture = frame.rgb();
        if (Files.exists(mask)) {
          Mask own = masks.read(mask);
          picture = new Overlay(own.paletteOrDavis()).render(picture, own.labels());
        }
        writer.write(picture, frame.timestampMicros());
        if (frame.index() == range.last()) {
          break;
        }
      }
    }
  }
}
