package dev.engram;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskEntry;
import dev.engram.mask.MaskSet;
import dev.engram.video.CutDetector;
import dev.engram.video.Frame;
import dev.engram.video.FrameAccess;
import dev.engram.video.FrameSource;
import dev.engram.video.PrefetchingSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From a video and masks on disk to masks on disk: matches masks to frames, steps through the video
 * and writes each frame's results while the next are being segmented.
 */
public final class SegmentationJob {
  private final Engram engram;
  private final SegmenterOptions options;
  private final JobOptions job;
  private final FrameRange range;
  private final Outputs outputs;

  /**
   * @param range the frames to segment; no other is written
   */
  public SegmentationJob(
      Engram engram, SegmenterOptions options, JobOptions job, FrameRange range, Outputs outputs) {
    this.engram = engram;
    this.options = options;
    this.job = job;
    this.range = range;
    this.outputs = outputs;
  }

  /**
   * Runs over the video or the range. All masks are read before the first frame is segmented, those
   * outside of the range too; where the video can be read only once, each when its frame comes.
   *
   * @param video not closed
   * @param masks of one or several frames; none only if the options name the memory of another
   *     session
   * @throws EngramException if anything is amiss with what the user gave; what was written until
   *     then is whole and stays
   */
  public JobSummary run(FrameAccess video, MaskSet masks, JobMonitor monitor) {
    if (masks.entries().isEmpty() && (job.memory() == null || original())) {
      throw new EngramException(
          video.describe() + ": there is no mask. Mark the objects in one frame at least.");
    }
    if (!video.canReopen()
        && (job.propagation() == Propagation.BACKWARD || !job.changed().isEmpty())) {
      throw new EngramException(
          video.describe()
              + ": can be read once, forward. Leave --direction and --changed out, or save it to a"
              + " file first.");
    }
    try (Run run = new Run(video, JobMasks.match(video, masks, range), monitor)) {
      return run.all();
    }
  }

  private boolean original() {
    return job.masks() == JobOptions.Masks.ORIGINAL_MEMORY;
  }

  /** One run of the job. */
  private final class Run implements AutoCloseable {
    private final FrameAccess video;
    private final JobMasks masks;
    private final JobMonitor monitor;
    private final ResultWriter writer;
    private final VideoSegmenter session;
    private final CutDetector detector = new CutDetector();
    private final HeldMasks held = new HeldMasks(job, outputs.folder());
    private final boolean early;
    private final Set<Integer> coloured = new HashSet<>();
    private final long started = System.nanoTime();
    private final long total;
    private final boolean overlayLater;
    private final List<Propagation.Pass> passes;
    private boolean ended;
    private long done;
    private long reported;

    Run(FrameAccess video, JobMasks masks, JobMonitor monitor) {
      this.video = video;
      this.masks = masks;
      this.monitor = monitor;
      if (original()) {
        masks.keepOnly(range);
      } else if (job.masks() == JobOptions.Masks.FIRST_REFERENCE && !masks.byFrame().isEmpty()) {
        masks.keepFirst();
      }
      early = !original() && video.canReopen() && !masks.byFrame().isEmpty();
      List<FrameRange> ranges = ranges();
      passes = passes(ranges);
      long frames = 0;
      for (FrameRange each : ranges) {
        long own = each.countOf(video.frameCount());
        frames = own < 0 || frames < 0 ? -1 : frames + own;
      }
      total = frames;
      boolean inOrder = passes.size() == 1 && !passes.get(0).isBackward();
      overlayLater =
          !inOrder && outputs.overlay() != null && ResultWriter.isVideo(outputs.overlay());
      writer =
          new ResultWriter(overlayLater ? outputs.withoutOverlay() : outputs, video.frameRate());
      try {
        session = engram.open(options);
      } catch (RuntimeException e) {
        writer.close();
        throw e;
      }
    }

    private List<FrameRange> ranges() {
      if (!job.changed().isEmpty()) {
        return aroundChanges();
      }
      if (job.propagation() == Propagation.BACKWARD && range.last() == Long.MAX_VALUE) {
        long last = Math.max(range.first(), video.countFrames() - 1);
        return List.of(new FrameRange(range.first(), last));
      }
      return List.of(range);
    }

    private List<FrameRange> aroundChanges() {
      long count = video.frameCount();
      for (long frame : job.changed()) {
        if (frame < 0 || (count >= 0 && frame >= count)) {
          throw new EngramException(
              "--changed: " + video.describe() + " has no frame " + frame + ". They count from 0.");
        }
      }
      List<FrameRange> ranges = Propagation.around(job.changed(), references(), range);
      if (ranges.isEmpty()) {
        throw new EngramException(
            "--changed: what lies around these frames is outside of frames "
                + range
                + ". Ask for more frames.");
      }
      return ranges;
    }

    private List<Propagation.Pass> passes(List<FrameRange> ranges) {
      Propagation propagation = early ? job.propagation() : Propagation.FORWARD;
      List<Propagation.Pass> all = new ArrayList<>();
      ranges.forEach(each -> all.addAll(propagation.passes(references(), each)));
      return all;
    }

    private NavigableSet<Long> references() {
      TreeSet<Long> references = new TreeSet<>();
      masks.byFrame().keySet().forEach(frame -> references.add((long) frame));
      return references;
    }

    JobSummary all() {
      held.requireAll(video, range);
      if (job.savedMemory() != null) {
        session.requireMemory(job.savedMemory());
        MemoryFile.requireWritable(job.savedMemory());
      }
      if (job.memory() != null) {
        session.loadMemory(job.memory());
      }
      if (early) {
        putReferences();
      }
      for (Propagation.Pass pass : passes) {
        if (passes.size() > 1) {
          session.restart();
        }
        detector.reset();
        run(pass);
      }
      writer.finish();
      if (done == 0) {
        throw tooShort();
      }
      if (ended) {
        masks.requireBefore(range.first() + done);
      }
      if (overlayLater) {
        LateOverlay.write(video, range, outputs);
      }
      if (job.savedMemory() != null) {
        session.saveMemory(job.savedMemory());
      }
      report();
      return new JobSummary(
          done,
          (System.nanoTime() - started) / 1e9,
          session.objects(),
          video.width(),
          video.height());
    }

    private EngramException tooShort() {
      return new EngramException(
          video.describe() + ": ends before frame " + range.first() + ". Choose an earlier start.");
    }

    private void putReferences() {
      if (video.frameCount() >= 0 && range.first() >= video.frameCount()) {
        throw tooShort();
      }
      if (video.frameCount() < 0 && masks.byFrame().lastKey() > 0) {
        masks.requireBefore(video.countFrames());
      }
      try (FrameSource source = video.chosen(references())) {
        for (Frame frame = source.next(); frame != null; frame = source.next()) {
          putReference(frame);
        }
      }
    }

    private void putReference(Frame frame) {
      MaskEntry entry = masks.take(frame.index());
      if (entry == null) {
        return;
      }
      Mask mask = entry.read(frame.width(), frame.height());
      Set<Integer> absent = job.absent().getOrDefault(frame.index(), Set.of());
      if (!job.emptyMasks() && absent.isEmpty()) {
        JobMasks.withObjects(entry, mask);
      }
      colour(mask);
      session.putReference(new Reference(frame, mask.labels(), job.isWhole(frame.index()), absent));
    }

    private void colour(Mask mask) {
      if (Arrays.stream(mask.labels().labels()).anyMatch(label -> !coloured.contains(label))) {
        Arrays.stream(mask.labels().labels()).forEach(coloured::add);
        writer.use(mask.paletteOrDavis());
      }
    }

    private void run(Propagation.Pass pass) {
      try (FrameSource source = new PrefetchingSource(pass.open(video))) {
        ended = true;
        for (Frame frame = source.next(); frame != null; frame = source.next()) {
          LabelMap labels = step(frame, pass);
          if (!pass.writes(frame.index())) {
            continue;
          }
          boolean soft = outputs.probabilities() && !session.objects().isEmpty();
          if (!isHeld(frame)) {
            writer.write(frame, labels, soft ? session.probabilities() : null);
          } else {
            writer.skip();
          }
          done++;
          if (done == 1) {
            // what cannot be written is known before the long work
            writer.finish();
          }
          report();
          if (monitor.stopRequested()) {
            writer.finish();
            throw new EngramException(
                frame.place()
                    + ": stopped here, as asked. The masks up to this frame are in "
                    + outputs.folder()
                    + "; run again for the others.");
          }
          if (frame.index() == pass.to()) {
            ended = false;
            break;
          }
        }
      }
    }

    private LabelMap step(Frame frame, Propagation.Pass pass) {
      boolean detected = job.detectCuts() && detector.isCut(frame);
      // going backward, a cut lies before the frame that was segmented last
      long after = pass.isBackward() ? frame.index() + 1 : frame.index();
      if (detected || (frame.index() != pass.from() && job.cuts().contains(after))) {
        session.cut();
      }
      session.setMemorising(!job.isUnmemorised(frame.index()));
      if (isHeld(frame)) {
        return session.correct(frame, held.read(frame));
      }
      if (original()) {
        return stepAsXMem(frame, masks.take(frame.index()));
      }
      putReference(frame);
      return session.step(frame);
    }

    private LabelMap stepAsXMem(Frame frame, @Nullable MaskEntry entry) {
      if (entry == null) {
        return session.step(frame);
      }
      Mask mask = entry.read(frame.width(), frame.height());
      if (session.objects().isEmpty()) {
        JobMasks.withObjects(entry, mask);
      }
      colour(mask);
      return session.step(frame, mask.labels());
    }

    /** The mask of a reference counts more than one that was segmented. */
    private boolean isHeld(Frame frame) {
      return job.isHeld(frame.index()) && !session.references().contains(frame.index());
    }

    private void report() {
      long written = writer.written();
      if (written > reported) {
        monitor.onFrame(written, total < 0 ? -1 : Math.max(total, written));
        reported = written;
      }
    }

    @Override
    public void close() {
      session.close();
      writer.close();
    }
  }
}
