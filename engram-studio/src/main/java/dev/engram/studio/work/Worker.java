package dev.engram.studio.work;

import dev.engram.SegmenterOptions;
import dev.engram.VideoSegmenter;
import dev.engram.common.EngramException;
import dev.engram.memory.MemoryOptions;
import dev.engram.studio.project.Workspace;
import dev.engram.studio.project.WorkspaceListener;
import dev.engram.video.FrameAccess;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread that has the model: it propagates or looks for suggestions, one at a time. */
public final class Worker implements AutoCloseable {
  private static final long SAVE_NANOS = 5_000_000_000L;

  private final ModelSession model;
  private final Workspace workspace;
  private final Courtesy courtesy;
  private final WorkspaceListener listener;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "engram-worker"));
  private final Control control = new Control();
  private volatile Progress progress = Progress.none();
  private volatile MemoryUse memory = MemoryUse.none();
  private volatile @Nullable String description;
  private volatile SuggestionState suggestions = SuggestionState.none();
  private volatile @Nullable SegmenterOptions usual;
  private boolean busy;
  private long savedAt;

  /**
   * @param video belongs to this from now on
   * @param courtesy before each frame
   * @param listener hears of progress
   */
  public Worker(
      Workspace workspace,
      ModelLoader loader,
      FrameAccess video,
      Courtesy courtesy,
      WorkspaceListener listener) {
    this.workspace = workspace;
    this.courtesy = courtesy;
    this.listener = listener;
    model = new ModelSession(workspace, loader, video);
  }

  /** Loads the model while nobody waits for it. */
  public void warmUp() {
    submit(
        () -> {
          usual = model.usual();
          // the last, as it tells that the model is there
          description = model.engram().description();
          listener.changed();
        });
  }

  /** How far the current or last propagation is. */
  public Progress progress() {
    return progress;
  }

  /** How full memory is, as of the last frame. */
  public MemoryUse memory() {
    return memory;
  }

  /** What model it is; null before it is loaded. */
  public @Nullable String description() {
    return description;
  }

  /** What was suggested last. */
  public SuggestionState suggestions() {
    return suggestions;
  }

  /** How the project is segmented, by the names of the API; empty before the model is loaded. */
  public Map<String, Object> settings() {
    SegmenterOptions options = usual;
    if (options == null) {
      return Map.of();
    }
    Settings settings = Settings.of(workspace.project().settings(), options);
    return Map.of(
        "internalSize", settings.size(),
        "memEvery", settings.memEvery(),
        "longTerm", settings.longTerm());
  }

  /**
   * Propagates masks from the references.
   *
   * @throws EngramException if nothing is marked yet, a frame is not there, or the worker is busy
   */
  public synchronized void propagate(PropagationRequest request) {
    if (workspace.project().references().isEmpty()) {
      throw new EngramException("No object is marked yet. Mark one in any frame first.");
    }
    begin(
        () -> {
          Propagating run = new Propagating(model, workspace, control, courtesy, request);
          progress =
              new Progress(
                  Progress.State.RUNNING,
                  request.direction(),
                  request.from(),
                  -1,
                  0,
                  run.total(),
                  0,
                  null);
          submit(() -> run(run));
        });
  }

  private void run(Propagating run) {
    try {
      run.run(
          (frame, seconds) -> {
            progress = progress.after(frame, seconds);
            memory = use();
            saveConfidences();
            listener.changed();
          },
          paused -> {
            progress = progress.in(paused ? Progress.State.PAUSED : Progress.State.RUNNING, null);
            listener.changed();
          });
      finish(progress.in(Progress.State.IDLE, null));
    } catch (EngramException e) {
      finish(progress.in(Progress.State.FAILED, e.getMessage()));
    } catch (RuntimeException | Error e) {
      finish(progress.in(Progress.State.FAILED, "A fault of Engram's own: " + e));
      throw e;
    }
  }

  private void saveConfidences() {
    if (System.nanoTime() - savedAt > SAVE_NANOS) {
      savedAt = System.nanoTime();
      workspace.confidences().save();
    }
  }

  private void finish(Progress last) {
    workspace.masks().finish();
    workspace.confidences().save();
    end(() -> progress = last);
    listener.changed();
  }

  private MemoryUse use() {
    VideoSegmenter session = model.current();
    if (session == null) {
      return MemoryUse.none();
    }
    MemoryOptions sizes = model.options().memory();
    int references = Math.max(1, session.references().size());
    long frame = session.permanentElements() / references;
    int frames =
        sizes.longTerm() ? sizes.maxMidTermFrames() : MemoryOptions.FRAMES_WITHOUT_LONG_TERM;
    return new MemoryUse(
        new MemoryUse.Fill(session.workingElements(), frame * frames),
        new MemoryUse.Permanent(session.permanentElements(), session.references().size()),
        new MemoryUse.Fill(
            session.longTermElements(), sizes.longTerm() ? sizes.maxLongTermElements() : 0));
  }

  /** Holds after the current frame. */
  public void pause() {
    control.pause();
  }

  /** Goes on where it was held. */
  public void resume() {
    control.resume();
  }

  /** Ends after the current frame, and returns when it has ended. */
  public void stop() {
    control.stop();
    synchronized (this) {
      while (busy) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  /** Looks for frames to annotate. */
  public synchronized void suggest(SuggestionRequest request) {
    begin(
        () -> {
          Suggesting run = new Suggesting(model, workspace, control, request);
          suggestions = SuggestionState.running(workspace.project().frames());
          submit(() -> run(run));
        });
  }

  private void run(Suggesting run) {
    SuggestionState result;
    try {
      result =
          run.run(
              state -> {
                suggestions = state;
                listener.changed();
              });
    } catch (EngramException e) {
      result = SuggestionState.failed(e.getMessage());
    } catch (RuntimeException e) {
      result = SuggestionState.failed("A fault of Engram's own: " + e);
    }
    SuggestionState last = result;
    end(() -> suggestions = last);
    listener.changed();
  }

  /** Forgets a suggestion. */
  public synchronized void dismiss(int frame) {
    suggestions = suggestions.without(frame);
    listener.changed();
  }

  /** Forgets all suggestions; ends the search for them. */
  public void dismissAll() {
    if (suggestions.state() == SuggestionState.State.RUNNING) {
      stop();
    }
    suggestions = SuggestionState.none();
    listener.changed();
  }

  /**
   * @param work prepares and submits what has the worker for itself; if it throws, nothing is begun
   */
  private synchronized void begin(Runnable work) {
    if (busy) {
      throw new EngramException("The worker is busy. Stop it first, or wait until it is done.");
    }
    busy = true;
    control.reset();
    try {
      work.run();
    } catch (RuntimeException e) {
      end(() -> {});
      throw e;
    }
    listener.changed();
  }

  /**
   * @param publish who hears that the work is done can begin the next
   */
  private synchronized void end(Runnable publish) {
    publish.run();
    busy = false;
    notifyAll();
  }

  private void submit(Runnable work) {
    try {
      thread.execute(
          () -> {
            try {
              work.run();
            } catch (EngramException e) {
              listener.failed(String.valueOf(e.getMessage()));
            }
          });
    } catch (RejectedExecutionException e) {
      throw new EngramException("The studio is being closed.", e);
    }
  }

  @Override
  public void close() {
    control.stop();
    thread.execute(model::close);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
