package dev.engram.eval.references;

import dev.engram.Engram;
import dev.engram.Propagation.Pass;
import dev.engram.Reference;
import dev.engram.SegmenterOptions;
import dev.engram.VideoSegmenter;
import dev.engram.common.EngramException;
import dev.engram.eval.AnnotatedVideo;
import dev.engram.mask.ContourAccuracy;
import dev.engram.mask.LabelMap;
import dev.engram.mask.RegionSimilarity;
import dev.engram.suggest.FrameKeys;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.PrefetchingSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Segments a video with some references, and scores every frame as it comes; keeps no mask. */
final class ReferenceRun {
  private static final int WARM_UP_FRAMES = 12;

  private final AnnotatedVideo video;
  private final Engram engram;
  private final SegmenterOptions options;
  private final ReferenceMonitor monitor;

  ReferenceRun(
      AnnotatedVideo video, Engram engram, SegmenterOptions options, ReferenceMonitor monitor) {
    this.video = video;
    this.engram = engram;
    this.options = options;
    this.monitor = monitor;
  }

  AnnotatedVideo video() {
    return video;
  }

  /** Steps a few frames, without which the way that is measured first would look slow. */
  void warmUp() {
    long first = video.annotated().get(0);
    try (VideoSegmenter session = engram.open(options);
        FrameSource source = video.frames().forward(first)) {
      Frame frame = source.next();
      for (int i = 0; i < WARM_UP_FRAMES && frame != null; i++) {
        if (i == 0) {
          session.putReference(new Reference(frame, video.truth(first), true));
        }
        session.step(frame);
        frame = source.next();
      }
    }
  }

  /**
   * Goes through the video once.
   *
   * @param name of what is compared
   * @param references frames with a truth, the first with an object among them
   * @param keys gets what suggestions need of each frame; null for none
   * @throws EngramException if a frame or mask cannot be read, or it was asked to stop
   */
  ReferenceResult run(
      ReferenceMethod method,
      String name,
      int repeat,
      SortedSet<Long> references,
      @Nullable FrameKeys keys) {
    try (VideoSegmenter session = engram.open(options)) {
      Way way = new Way(session, method, references);
      if (keys != null) {
        session.keepKeys(keys);
      }
      way.go();
      ReferenceResult result =
          new ReferenceResult(
              video.name(),
              video.objects().size(),
              name,
              repeat,
              List.copyOf(references),
              List.copyOf(way.qualities.values()),
              way.nanos / 1e9 / video.count(),
              session.permanentElements(),
              way.exact);
      monitor.onResult(result);
      return result;
    }
  }

  /** The way through the video. */
  private final class Way {
    private final VideoSegmenter session;
    private final ReferenceMethod method;
    private final SortedSet<Long> references;
    private final Set<Long> scored = new HashSet<>(video.annotated());
    private final Map<Long, FrameQuality> qualities = new TreeMap<>();
    private final List<Pass> passes;
    private final long steps;
    private long done;
    private long nanos;
    private boolean exact = true;

    Way(VideoSegmenter session, ReferenceMethod method, SortedSet<Long> references) {
      this.session = session;
      this.method = method;
      this.references = references;
      passes = method.passes(references, video.count());
      steps = passes.stream().mapToLong(Pass::steps).sum();
    }

    void go() {
      if (method.isPermanent()) {
        try (FrameSource source = video.frames().chosen(references)) {
          for (Frame frame = source.next(); frame != null; frame = source.next()) {
            session.putReference(new Reference(frame, video.truth(frame.index()), true));
          }
        }
      }
      for (Pass pass : passes) {
        session.restart();
        try (FrameSource source = new PrefetchingSource(pass.open(video.frames()))) {
          for (long i = 0; i < pass.steps(); i++) {
            step(pass, source);
          }
        }
      }
    }

    private void step(Pass pass, FrameSource source) {
      Frame frame = source.next();
      if (frame == null) {
        throw new EngramException(
            video.frames().describe() + ": ended early. Leave it alone while it is read.");
      }
      if (monitor.stopRequested()) {
        throw new EngramException(frame.place() + ": stopped here, as asked.");
      }
      boolean corrected = !method.isPermanent() && references.contains(frame.index());
      LabelMap truth = corrected ? video.truth(frame.index()) : null;
      LabelMap labels =
          timed(() -> truth == null ? session.step(frame) : session.correct(frame, truth));
      if (pass.writes(frame.index()) && scored.contains(frame.index())) {
        score(frame.index(), labels);
      }
      monitor.onFrame(++done, steps);
    }

    private LabelMap timed(Supplier<LabelMap> step) {
      long started = System.nanoTime();
      LabelMap labels = step.get();
      nanos += System.nanoTime() - started;
      return labels;
    }

    private void score(long frame, LabelMap labels) {
      LabelMap truth = video.truth(frame);
      boolean reference = references.contains(frame);
      exact &= !reference || labels.equals(truth);
      double region = 0;
      double contour = 0;
      for (int object : video.objects()) {
        region += RegionSimilarity.of(truth, labels, object);
        contour += ContourAccuracy.of(truth, labels, object);
      }
      int objects = video.objects().size();
      qualities.put(frame, new FrameQuality(frame, region / objects, contour / objects, reference));
    }
  }
}
