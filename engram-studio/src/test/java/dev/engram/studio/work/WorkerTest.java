package dev.engram.studio.work;

import static dev.engram.studio.TinyProject.CLIP;
import static dev.engram.studio.TinyProject.FRAMES;
import static dev.engram.studio.TinyProject.mark;
import static dev.engram.studio.TinyProject.mask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.Engram;
import dev.engram.Propagation;
import dev.engram.Reference;
import dev.engram.VideoSegmenter;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.studio.StudioModel;
import dev.engram.studio.TinyProject;
import dev.engram.studio.project.Workspace;
import dev.engram.studio.project.WorkspaceListener;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyEngram;
import dev.engram.video.FrameAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class WorkerTest implements WorkspaceListener {
  private final StudioModel model = TinyProject.model();
  private final BlockingQueue<Object> changes = new LinkedBlockingQueue<>();
  @TempDir private Path temporary;
  private Workspace workspace;
  private Worker worker;

  @BeforeEach
  void open() {
    TinyProject tiny = new TinyProject(temporary);
    workspace = new Workspace(tiny.project(), this);
    worker = worker();
  }

  private Worker worker() {
    FrameAccess video = FrameAccess.open(workspace.project().input().toString());
    return new Worker(workspace, model, video, millis -> {}, this);
  }

  @AfterEach
  void close() {
    worker.close();
    workspace.close();
  }

  @Override
  public void changed() {
    changes.add(this);
  }

  @Override
  public void maskChanged(int frame) {}

  @Override
  public void failed(String what) {
    throw new AssertionError(what);
  }

  private void await(Predicate<Progress> wanted) throws InterruptedException {
    while (!wanted.test(worker.progress())) {
      assertThat(changes.poll(30, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private void run(PropagationRequest request) throws InterruptedException {
    worker.propagate(request);
    await(progress -> progress.state() != Progress.State.RUNNING);
    assertThat(worker.progress().error()).isNull();
  }

  private static PropagationRequest forward(int from) {
    return new PropagationRequest(from, Propagation.FORWARD, false, null);
  }

  /** What a session of the library makes of the same references. */
  private List<LabelMap> expected(List<Reference> references, int from) {
    List<LabelMap> masks = new ArrayList<>();
    try (Engram engram = model.load();
        VideoSegmenter session = engram.open(TinyEngram.fewFrames(true))) {
      references.forEach(session::putReference);
      for (int i = from; i < FRAMES; i++) {
        masks.add(session.step(CLIP.frame(i)));
      }
    }
    return masks;
  }

  @Test
  void aRunForwardGivesWhatASessionGives() throws InterruptedException {
    mark(workspace, 2, 1, 2);
    run(forward(2));

    List<LabelMap> expected = expected(List.of(new Reference(CLIP.frame(2), mask(1, 2), false)), 2);
    for (int i = 2; i < FRAMES; i++) {
      assertThat(workspace.mask(i)).isEqualTo(expected.get(i - 2));
    }
    assertThat(workspace.mask(1).labels()).isEmpty();
    assertThat(worker.progress().done()).isEqualTo(FRAMES - 2);
    assertThat(worker.memory().permanent().references()).isEqualTo(1);
    assertThat(workspace.confidences().get(FRAMES - 1)).isBetween(0f, 1f);
  }

  @Test
  void outwardReachesEveryFrame() throws InterruptedException {
    mark(workspace, 5, 1);
    run(new PropagationRequest(5, Propagation.OUTWARD, false, null));
    assertThat(workspace.masks().present().cardinality()).isEqualTo(FRAMES);
  }

  @Test
  void backwardEndsBeforeTheNextReferenceIfAskedTo() throws InterruptedException {
    mark(workspace, 3, 1);
    mark(workspace, 9, 1);
    run(new PropagationRequest(9, Propagation.BACKWARD, true, null));
    assertThat(workspace.masks().present().stream()).containsExactly(4, 5, 6, 7, 8, 9);
  }

  @Test
  void aHeldRunGoesOnAsIfItHadNotBeenHeld() throws InterruptedException {
    mark(workspace, 0, 1, 2);
    worker.propagate(forward(0));
    worker.pause();
    await(progress -> progress.state() == Progress.State.PAUSED);
    assertThatThrownBy(() -> worker.propagate(forward(0))).isInstanceOf(EngramException.class);
    worker.resume();
    await(progress -> progress.state() == Progress.State.IDLE);

    List<LabelMap> expected = expected(List.of(new Reference(CLIP.frame(0), mask(1, 2), false)), 0);
    for (int i = 0; i < FRAMES; i++) {
      assertThat(workspace.mask(i)).isEqualTo(expected.get(i));
    }
  }

  @Test
  void aStoppedRunLeavesTheFramesAfterItAlone() throws InterruptedException {
    mark(workspace, 0, 1);
    worker.propagate(forward(0));
    worker.pause();
    await(progress -> progress.state() == Progress.State.PAUSED);
    worker.stop();
    await(progress -> progress.state() == Progress.State.IDLE);
    int last = worker.progress().frame();
    assertThat(workspace.masks().present().nextClearBit(0)).isEqualTo(last + 1);
    run(forward(0));
  }

  @Test
  void aReferenceThatComesDuringTheRunIsHeeded() throws InterruptedException {
    mark(workspace, 0, 1);
    worker.propagate(forward(0));
    worker.pause();
    await(progress -> progress.state() == Progress.State.PAUSED);
    int frame = FRAMES - 1;
    workspace.edit(frame, "Correct", before -> mask(1, 2).equals(before) ? before : mask(1));
    worker.resume();
    await(progress -> progress.state() == Progress.State.IDLE);
    assertThat(worker.memory().permanent().references()).isEqualTo(2);
    assertThat(workspace.masks().get(frame)).isEqualTo(mask(1));
  }

  @Test
  void withoutAReferenceThereIsNothingToPropagate() {
    assertThatThrownBy(() -> worker.propagate(forward(0)))
        .isInstanceOf(EngramException.class)
        .hasMessage("No object is marked yet. Mark one in any frame first.");
  }

  @Test
  void workThatCannotBeginLeavesTheWorkerFree() {
    mark(workspace, 0, 1);
    Worker closed = worker();
    closed.close();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> worker.propagate(forward(FRAMES)))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("there are frames 0 to " + (FRAMES - 1));
      assertThatThrownBy(() -> closed.suggest(new SuggestionRequest(2, 0.5, 0)))
          .isInstanceOf(EngramException.class)
          .hasMessage("The studio is being closed.");
      assertThatThrownBy(() -> closed.propagate(forward(0)))
          .isInstanceOf(EngramException.class)
          .hasMessage("The studio is being closed.");
    }
  }

  @Test
  void suggestionsNeedMasksAndNameFramesThatAreNoReferences() throws InterruptedException {
    mark(workspace, 0, 1);
    worker.suggest(new SuggestionRequest(2, 0.5, 0));
    awaitSuggestions();
    assertThat(worker.suggestions().state()).isEqualTo(SuggestionState.State.FAILED);
    assertThat(worker.suggestions().error()).contains("Propagate");

    run(forward(0));
    worker.suggest(new SuggestionRequest(2, 0.5, 0));
    awaitSuggestions();
    assertThat(worker.suggestions().error()).isNull();
    assertThat(worker.suggestions().frames())
        .hasSizeBetween(1, 2)
        .allMatch(each -> each.frame() > 0);
    int first = worker.suggestions().frames().get(0).frame();
    worker.dismiss(first);
    assertThat(worker.suggestions().frames()).noneMatch(each -> each.frame() == first);
  }

  private void awaitSuggestions() throws InterruptedException {
    Set<SuggestionState.State> ended =
        Set.of(SuggestionState.State.READY, SuggestionState.State.FAILED);
    while (!ended.contains(worker.suggestions().state())) {
      assertThat(changes.poll(30, TimeUnit.SECONDS)).isNotNull();
    }
  }
}
