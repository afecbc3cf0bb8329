package dev.engram.studio.work;

import dev.engram.Propagation;
import dev.engram.VideoSegmenter;
import dev.engram.mask.LabelMap;
import dev.engram.project.Project;
import dev.engram.studio.project.Workspace;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.PrefetchingSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run over frames. References that change meanwhile are heeded from the next frame on. */
final class Propagating {
  private static final int TIMED = 21;
  private static final long LONGEST_WAIT_MILLIS = 200;

  private final ModelSession model;
  private final Workspace workspace;
  private final Control control;
  private final Courtesy courtesy;
  private final PropagationRequest request;
  private final List<Propagation.Pass> passes;
  private final Deque<Double> seconds = new ArrayDeque<>();

  /** Hears of each frame. */
  interface FrameMonitor {
    /**
     * @param seconds a frame takes, median of the last ones
     */
    void onFrame(int frame, double seconds);
  }

  Propagating(
      ModelSession model,
      Workspace workspace,
      Control control,
      Courtesy courtesy,
      PropagationRequest request) {
    this.model = model;
    this.workspace = workspace;
    this.control = control;
    this.courtesy = courtesy;
    this.request = request;
    workspace.requireFrame(request.from());
    if (request.to() != null) {
      workspace.requireFrame(request.to());
    }
    Project project = workspace.project();
    NavigableSet<Long> references = new TreeSet<>();
    project.references().forEach(each -> references.add((long) each.frame()));
    passes = request.passes(references, project.frames());
  }

  /** How many frames get a mask. */
  long total() {
    if (request.direction() == Propagation.OUTWARD) {
      return workspace.project().frames();
    }
    return passes.stream().mapToLong(Propagation.Pass::steps).sum();
  }

  void run(FrameMonitor monitor, Consumer<Boolean> onPause) {
    for (Propagation.Pass pass : passes) {
      VideoSegmenter session = model.ready();
      session.restart();
      try (FrameSource source = new PrefetchingSource(pass.open(model.video()))) {
        for (Frame frame = source.next(); frame != null; frame = source.next()) {
          if (!control.proceed(onPause) || !giveWay()) {
            return;
          }
          step(frame, pass, monitor);
          if (frame.index() == pass.to()) {
            break;
          }
        }
      }
    }
  }

  private boolean giveWay() {
    try {
      courtesy.giveWay(LONGEST_WAIT_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void step(Frame frame, Propagation.Pass pass, FrameMonitor monitor) {
    long begin = System.nanoTime();
    int index = (int) frame.index();
    VideoSegmenter session = model.ready();
    LabelMap seed = index == pass.from() ? seed(index) : null;
    LabelMap labels = seed == null ? session.step(frame) : session.correct(frame, seed);
    if (pass.writes(index)) {
      workspace.propagated(index, labels, session.confidence());
      time((System.nanoTime() - begin) / 1e9);
      monitor.onFrame(index, median());
    }
  }

  /**
   * Where a run starts at a frame with a propagated mask, it goes on from what is seen there; the
   * references alone would not know what has been followed up to here.
   */
  private @Nullable LabelMap seed(int frame) {
    if (request.direction() == Propagation.OUTWARD
        || workspace.project().reference(frame).isPresent()) {
      return null;
    }
    LabelMap mask = workspace.mask(frame);
    return mask.labels().length == 0 ? null : mask;
  }

  private void time(double taken) {
    seconds.add(taken);
    if (seconds.size() > TIMED) {
      seconds.remove();
    }
  }

  private double median() {
    return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElse(0.0);
  }
}
