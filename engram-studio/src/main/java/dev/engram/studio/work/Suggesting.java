package dev.engram.studio.work;

import dev.engram.JobMonitor;
import dev.engram.SuggestionJob;
import dev.engram.common.EngramException;
import dev.engram.mask.MaskSet;
import dev.engram.project.Project;
import dev.engram.studio.project.Workspace;
import dev.engram.suggest.Suggestion;
import dev.engram.suggest.SuggestionOptions;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** One search for frames to annotate next (XMem++, section 3.3). */
final class Suggesting {
  private final ModelSession model;
  private final Workspace workspace;
  private final Control control;
  private final SuggestionRequest request;

  Suggesting(ModelSession model, Workspace workspace, Control control, SuggestionRequest request) {
    this.model = model;
    this.workspace = workspace;
    this.control = control;
    this.request = request;
  }

  SuggestionState run(Consumer<SuggestionState> monitor) {
    Project project = workspace.project();
    BitSet known = workspace.masks().present();
    project.references().forEach(each -> known.set(each.frame()));
    if (known.cardinality() < project.frames()) {
      throw new EngramException(
          "Frame " + known.nextClearBit(0) + " has no mask yet. Propagate to all frames first.");
    }
    workspace.masks().finish();
    SuggestionOptions options =
        SuggestionOptions.defaults()
            .withAlpha(request.alpha())
            .withMinMaskPresence(100 * request.minimumMask());
    List<Suggestion> found =
        new SuggestionJob(model.engram(), model.options(), options, Set.of())
                .run(
                    model.video(),
                    MaskSet.at(project.referenceFiles()),
                    project.masksFolder(),
                    request.count(),
                    model.keys(),
                    new JobMonitor() {
                      @Override
                      public void onFrame(long done, long total) {
                        monitor.accept(
                            new SuggestionState(
                                SuggestionState.State.RUNNING, done, total, null, List.of()));
                      }

                      @Override
                      public boolean stopRequested() {
                        return control.isStopped();
                      }
                    })
                .stream()
                .map(SuggestionJob.Named::suggestion)
                .toList();
    return new SuggestionState(
        SuggestionState.State.READY, project.frames(), project.frames(), null, found);
  }
}
