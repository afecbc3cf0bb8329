package dev.engram.eval;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.VideoSegmenter;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskReader;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.PrefetchingSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Segments one video of a benchmark in one of a run's forms. */
final class BenchmarkSession {
  private final BenchmarkVideo video;
  private final BenchmarkRun.Forms forms;
  private final Path masks;
  private final Optional<Path> scores;
  private final MaskReader reader = new MaskReader();
  private final Map<String, Path> given = new HashMap<>();
  private Palette palette = Palette.davis();

  /**
   * @param masks folder for the results
   * @param scores folder for probabilities; empty for none
   */
  BenchmarkSession(
      BenchmarkVideo video, BenchmarkRun.Forms forms, Path masks, Optional<Path> scores) {
    this.video = video;
    this.forms = forms;
    this.masks = masks;
    this.scores = scores;
    for (Path mask : video.masks()) {
      given.put(mask.getFileName().toString().replaceAll("\\.png$", ""), mask);
    }
  }

  /**
   * Runs to the video's end; frames before the first mask are written as background.
   *
   * @return how many frames there were
   * @throws EngramException if a frame or mask is amiss, or it was asked to stop
   */
  long run(Engram engram, SegmenterOptions options, BenchmarkRun.Monitor monitor) {
    long done = 0;
    try (FrameSource source = new PrefetchingSource(Playback.open(video.frames(), forms.plays()));
        VideoSegmenter session = engram.open(options)) {
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        if (monitor.stopRequested()) {
          throw new EngramException(
              frame.place() + ": stopped here, as asked. Run again to go on with this video.");
        }
        step(session, frame);
        done++;
        monitor.onFrame(done, source.frameCount());
      }
      requireObjects(session);
    }
    if (!given.isEmpty()) {
      throw new EngramException(
          given.values().iterator().next()
              + ": there is no frame of this name in "
              + video.frames()
              + ". Check the data set.");
    }
    return done;
  }

  private void requireObjects(VideoSegmenter session) {
    if (session.objects().isEmpty()) {
      throw new EngramException(
          video.masks().get(0).getParent() + ": no mask has an object. Give one that has.");
    }
  }

  private void step(VideoSegmenter session, Frame frame) {
    LabelMap mask = mask(frame);
    Frame seen = forms.mirrored() ? mirrored(frame) : frame;
    boolean empty = session.objects().isEmpty() && mask != null && mask.labels().length == 0;
    LabelMap labels = mask == null || empty ? session.step(seen) : session.step(seen, mask);
    String file = Playback.original(frame.name(), forms.plays());
    if (!video.wanted().isEmpty() && !video.wanted().contains(file)) {
      return;
    }
    MaskWriter.write(
        masks.resolve(frame.name() + ".png"),
        forms.mirrored() ? mirrored(labels) : labels,
        palette);
    if (scores.isPresent() && !session.objects().isEmpty()) {
      SoftScores.of(session.probabilities(), forms.mirrored())
          .write(scores.get().resolve(frame.name() + SoftScores.ENDING));
    }
  }

  static void requireSize(Path file, LabelMap labels, int width, int height) {
    if (labels.width() != width || labels.height() != height) {
      throw new EngramException(
          String.format(
              "%s: %dx%d, but its frame is %dx%d. Give frames and masks of one resolution.",
              file, labels.width(), labels.height(), width, height));
    }
  }

  private @Nullable LabelMap mask(Frame frame) {
    Path file = given.remove(Playback.original(frame.name(), forms.plays()));
    if (file == null) {
      return null;
    }
    Mask mask = reader.read(file);
    LabelMap labels = mask.labels();
    requireSize(file, labels, frame.width(), frame.height());
    if (labels.labels().length > 0) {
      palette = mask.paletteOrDavis();
    }
    return forms.mirrored() ? mirrored(labels) : labels;
  }

  private static Frame mirrored(Frame frame) {
    byte[] rgb = frame.rgb();
    byte[] turned = new byte[rgb.length];
    int width = frame.width();
    for (int i = 0; i < width * frame.height(); i++) {
      int x = i % width;
      System.arraycopy(rgb, 3 * i, turned, 3 * (i - x + width - 1 - x), 3);
    }
    return new Frame(
        frame.index(),
        frame.name(),
        frame.place(),
        frame.timestampMicros(),
        width,
        frame.height(),
        turned);
  }

  private static LabelMap mirrored(LabelMap map) {
    int[] labels = map.toArray();
    int[] turned = new int[labels.length];
    int width = map.width();
    for (int i = 0; i < labels.length; i++) {
      int x = i % width;
      turned[i - x + width - 1 - x] = labels[i];
    }
    return LabelMap.of(width, map.height(), turned);
  }
}
