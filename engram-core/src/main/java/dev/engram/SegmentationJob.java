package dev.engram;

import dev.engram.common.EngramException;
import dev.engram.mask.FrameNames;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskEntry;
import dev.engram.mask.MaskSet;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * From a video and masks on disk to masks on disk: matches masks to frames, steps through the video
 * and writes each frame's results while the next are being segmented.
 */
public final class SegmentationJob {
  private final Engram engram;
  private final SegmenterOptions options;
  private final FrameRange range;
  private final Outputs outputs;

  /**
   * @param range the frames to segment; those outside are neither read nor written
   */
  public SegmentationJob(
      Engram engram, SegmenterOptions options, FrameRange range, Outputs outputs) {
    this.engram = engram;
    this.options = options;
    this.range = range;
    this.outputs = outputs;
  }

  /**
   * Runs to the end of the video or the range. Frames before the first mask are written as
   * background.
   *
   * @param source at its first frame; not closed
   * @param masks of one or several frames; the first must have an object
   * @throws EngramException if anything is amiss with what the user gave; what was written until
   *     then is whole and stays
   */
  public JobSummary run(FrameSource source, MaskSet masks, JobMonitor monitor) {
    SortedMap<Integer, MaskEntry> byFrame = match(source, masks);
    long total = range.countOf(source.frameCount());
    long started = System.nanoTime();
    try (ResultWriter writer = new ResultWriter(outputs, source.frameRate());
        VideoSegmenter session = engram.open(options)) {
      long done = 0;
      long reported = 0;
      source.skip(range.first());
      for (Frame frame = source.next();
          frame != null && range.contains(frame.index());
          frame = source.next()) {
        step(session, frame, byFrame.remove((int) frame.index()), writer);
        done++;
        if (done == 1) {
          // what cannot be written is known before the long work
          writer.finish();
        }
        reported = report(monitor, reported, writer.written(), total);
        if (monitor.stopRequested()) {
          writer.finish();
          throw new EngramException(
              frame.place()
                  + ": stopped here, as asked. The masks up to this frame are in "
                  + outputs.folder()
                  + "; run again for the others.");
        }
        if (frame.index() == range.last()) {
          break;
        }
      }
      writer.finish();
      requireAllUsed(source, byFrame, done);
      report(monitor, reported, done, total);
      return new JobSummary(
          done,
          (System.nanoTime() - started) / 1e9,
          session.objects(),
          source.width(),
          source.height());
    }
  }

  private static long report(JobMonitor monitor, long before, long written, long total) {
    if (written > before) {
      monitor.onFrame(written, total < 0 ? -1 : Math.max(total, written));
    }
    return written;
  }

  private void step(
      VideoSegmenter session, Frame frame, @Nullable MaskEntry entry, ResultWriter writer) {
    LabelMap labels;
    if (entry == null) {
      labels = session.step(frame);
    } else {
      Mask mask = entry.read(frame.width(), frame.height());
      if (session.objects().isEmpty() && mask.labels().labels().length == 0) {
        throw new EngramException(
            entry.name() + ": the first mask has no object. Mark at least one, or leave it out.");
      }
      if (addsObjects(session, mask.labels())) {
        writer.use(mask.paletteOrDavis());
      }
      labels = session.step(frame, mask.labels());
    }
    boolean soft = outputs.probabilities() && !session.objects().isEmpty();
    writer.write(frame, labels, soft ? session.probabilities() : null);
  }

  private static boolean addsObjects(VideoSegmenter session, LabelMap mask) {
    return Arrays.stream(mask.labels()).anyMatch(label -> !session.objects().contains(label));
  }

  /** The masks of the range, by frame. */
  private SortedMap<Integer, MaskEntry> match(FrameSource source, MaskSet masks) {
    FrameNames names =
        source.names().isEmpty() ? FrameNames.unknown() : FrameNames.of(source.names());
    SortedMap<Integer, MaskEntry> matched = masks.match(names);
    if (source.names().isEmpty() && source.frameCount() > 0) {
      MaskSet.unmatchedAfter(matched, (int) source.frameCount())
          .ifPresent(
              problem -> {
                throw problem;
              });
    }
    MaskEntry only = masks.entries().size() == 1 ? masks.entries().get(0) : null;
    if (only != null
        && only.stem().chars().noneMatch(Character::isDigit)
        && !source.names().contains(only.stem())) {
      return new TreeMap<>(Map.of(Math.toIntExact(range.first()), only));
    }
    SortedMap<Integer, MaskEntry> used = new TreeMap<>(matched);
    used.keySet().removeIf(frame -> !range.contains(frame));
    if (used.isEmpty()) {
      throw new EngramException(
          matched.get(matched.firstKey())
              + ": belongs to frame "
              + matched.firstKey()
              + ", but only frames "
              + range
              + " are asked for. Give a mask of one of these.");
    }
    return used;
  }

  private void requireAllUsed(FrameSource source, SortedMap<Integer, MaskEntry> left, long done) {
    if (done == 0) {
      throw new EngramException(
          source.describe()
              + ": ends before frame "
              + range.first()
              + ". Choose an earlier start.");
    }
    MaskSet.unmatchedAfter(left, Math.toIntExact(range.first() + done))
        .ifPresent(
            problem -> {
              throw problem;
            });
  }
}
