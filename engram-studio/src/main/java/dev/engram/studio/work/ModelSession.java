package dev.engram.studio.work;

import dev.engram.Engram;
import dev.engram.Reference;
import dev.engram.SegmenterOptions;
import dev.engram.VideoSegmenter;
import dev.engram.mask.LabelMap;
import dev.engram.project.Project;
import dev.engram.project.ProjectReference;
import dev.engram.studio.project.Workspace;
import dev.engram.suggest.FrameKeys;
import dev.engram.tensor.TensorType;
import dev.engram.video.Frame;
import dev.engram.video.FrameAccess;
import dev.engram.video.FrameSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The model with the project's references in its permanent memory. They stay there from run to run,
 * and only what has changed is encoded anew. Belongs to the worker's thread.
 */
final class ModelSession implements AutoCloseable {
  private final Workspace workspace;
  private final ModelLoader loader;
  private final FrameAccess video;
  private final Map<Integer, Known> known = new HashMap<>();
  private @Nullable Engram engram;
  private @Nullable VideoSegmenter session;
  private @Nullable SegmenterOptions options;
  private @Nullable FrameKeys keys;
  private Set<Integer> objects = Set.of();

  /** What a reference was when it was put. */
  private record Known(long revision, ProjectReference reference) {}

  ModelSession(Workspace workspace, ModelLoader loader, FrameAccess video) {
    this.workspace = workspace;
    this.loader = loader;
    this.video = video;
  }

  FrameAccess video() {
    return video;
  }

  Engram engram() {
    if (engram == null) {
      engram = loader.load();
    }
    return engram;
  }

  /** The options of a project that says nothing of them. */
  SegmenterOptions usual() {
    return loader.options(engram().defaultOptions());
  }

  /** The options of this project. */
  SegmenterOptions options() {
    SegmenterOptions usual = usual();
    return Settings.of(workspace.project().settings(), usual).in(usual);
  }

  /** The session, with the references as they are now. */
  VideoSegmenter ready() {
    SegmenterOptions wanted = options();
    VideoSegmenter current = session;
    Set<Integer> labels = workspace.objects().labels();
    // objects that are gone would be seen in what was kept of earlier frames
    if (current == null || !wanted.equals(options) || !labels.containsAll(objects)) {
      forget();
      current = engram().open(wanted);
      FrameKeys fresh = FrameKeys.temporary(TensorType.FLOAT16);
      current.keepKeys(fresh);
      keys = fresh;
      session = current;
      options = wanted;
    }
    objects = labels;
    bringReferences(current);
    return current;
  }

  /** What was seen of the frames that were propagated, for suggestions. */
  FrameKeys keys() {
    ready();
    return Objects.requireNonNull(keys);
  }

  private void bringReferences(VideoSegmenter current) {
    Project project = workspace.project();
    Map<Integer, ProjectReference> wanted = new HashMap<>();
    project.references().forEach(each -> wanted.put(each.frame(), each));
    for (int frame : Set.copyOf(known.keySet())) {
      if (!wanted.containsKey(frame)) {
        current.removeReference(frame);
        known.remove(frame);
      }
    }
    TreeSet<Long> changed = new TreeSet<>();
    wanted.forEach(
        (frame, reference) -> {
          if (!new Known(workspace.revision(frame), reference).equals(known.get(frame))) {
            changed.add((long) frame);
          }
        });
    if (changed.isEmpty()) {
      return;
    }
    try (FrameSource source = video.chosen(changed)) {
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        int index = (int) frame.index();
        ProjectReference reference = wanted.get(index);
        long revision = workspace.revision(index);
        if (reference != null) {
          LabelMap mask = workspace.referenceMask(index);
          current.putReference(new Reference(frame, mask, reference.whole(), reference.absent()));
          known.put(index, new Known(revision, reference));
        }
      }
    }
  }

  @Nullable VideoSegmenter current() {
    return session;
  }

  private void forget() {
    known.clear();
    if (session != null) {
      session.close();
      session = null;
    }
    if (keys != null) {
      keys.close();
      keys = null;
    }
  }

  @Override
  public void close() {
    forget();
    if (engram != null) {
      engram.close();
      engram = null;
    }
    video.close();
  }
}
