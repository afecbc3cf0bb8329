package dev.engram;

import dev.engram.checkpoint.NpyFile;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Overlay;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import dev.engram.video.Frame;
import dev.engram.video.VideoWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of each frame, each file whole or not at all, while the next frames are being
 * segmented. What goes wrong is thrown by a later call.
 */
final class ResultWriter implements AutoCloseable {
  private final Outputs outputs;
  private final double frameRate;
  private final boolean overlayIsVideo;
  private final boolean makesFolder;
  private @Nullable VideoWriter video;
  private final OrderedWorker worker = new OrderedWorker("engram-writer");
  private final AtomicLong written = new AtomicLong();
  private Palette palette = Palette.davis();

  /**
   * @param frameRate of an overlay video; 0 if unknown
   * @throws EngramException if the output folder cannot be written
   */
  ResultWriter(Outputs outputs, double frameRate) {
    this.outputs = outputs;
    this.frameRate = VideoWriter.rateOf(frameRate);
    Path overlay = outputs.overlay();
    overlayIsVideo = overlay != null && isVideo(overlay);
    if (overlay != null && !overlayIsVideo && Outputs.isNamedLikeFile(overlay)) {
      throw new EngramException(
          overlay
              + ": no kind of video that can be written. Give a file in "
              + String.join(", ", VideoWriter.EXTENSIONS)
              + ", or a folder.");
    }
    makesFolder = !Files.exists(outputs.folder());
    Folders.requireWritable(outputs.folder(), outputs.folder(), "Choose another output folder.");
  }

  static boolean isVideo(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return VideoWriter.EXTENSIONS.stream().anyMatch(name::endsWith);
  }

  /** The colours of the objects from now on. */
  void use(Palette colours) {
    palette = colours;
  }

  /** How many frames are on disk. */
  long written() {
    return written.get();
  }

  /**
   * @param probabilities may be missing
   */
  void write(Frame frame, LabelMap labels, @Nullable Probabilities probabilities) {
    Palette colours = palette;
    worker.submit(
        () -> {
          writeMask(frame, labels, colours);
          writeOverlay(frame, labels, colours);
          if (probabilities != null) {
            writeProbabilities(frame, probabilities);
          }
          written.incrementAndGet();
        });
  }

  /** A frame whose results are there already. */
  void skip() {
    worker.submit(written::incrementAndGet);
  }

  /** Waits until everything is on disk. */
  void finish() {
    worker.finish();
  }

  private void writeMask(Frame frame, LabelMap labels, Palette colours) {
    Path file = outputs.folder().resolve(frame.name() + ".png");
    if (outputs.binary()) {
      MaskWriter.writeBinary(file, labels);
    } else {
      MaskWriter.write(file, labels, colours);
    }
  }

  private void writeOverlay(Frame frame, LabelMap labels, Palette colours) {
    Path overlay = outputs.overlay();
    if (overlay == null) {
      return;
    }
    byte[] picture = new Overlay(colours).render(frame.rgb(), labels);
    if (overlayIsVideo) {
      videoFor(overlay, frame).write(picture, frame.timestampMicros());
    } else {
      RgbFile.write(overlay.resolve(frame.name() + ".jpg"), picture, frame.width(), frame.height());
    }
  }

  private void writeProbabilities(Frame frame, Probabilities probabilities) {
    Path file = outputs.folder().resolve("probabilities").resolve(frame.name() + ".npy");
    AtomicFile.write(
        file,
        out ->
            NpyFile.write(
                out,
                probabilities.values(),
                1L + probabilities.objects().size(),
                probabilities.height(),
                probabilities.width()));
  }

  private VideoWriter videoFor(Path file, Frame frame) {
    if (video == null) {
      video = new VideoWriter(file, frame.width(), frame.height(), frameRate);
    }
    return video;
  }

  /**
   * Finishes the overlay video, also after a failure: what was written so far can be watched. A
   * folder that was made, and that nothing came into, goes.
   */
  @Override
  public void close() {
    worker.close();
    if (video != null) {
      video.close();
    }
    if (makesFolder) {
      Folders.deleteEmpty(outputs.folder());
    }
  }
}
