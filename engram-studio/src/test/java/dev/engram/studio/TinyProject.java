package dev.engram.studio;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.mask.LabelMap;
import dev.engram.project.Project;
import dev.engram.studio.project.Workspace;
import dev.engram.studio.project.WorkspaceListener;
import dev.engram.tensor.Device;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyEngram;
import dev.engram.testing.TinyXMem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small project in a folder of a test's own. */
public final class TinyProject implements WorkspaceListener {
  public static final TinyClip CLIP = TinyClip.small();
  public static final int FRAMES = 12;

  private final Path folder;
  private final List<Integer> changedMasks = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  /**
   * @param temporary a folder that is empty, or holds this project already
   */
  public TinyProject(Path temporary) {
    folder = temporary.resolve("clip.engram");
    if (!folder.toFile().exists()) {
      Project.create(folder, CLIP.writeFolder(temporary.resolve("frames"), FRAMES));
    }
  }

  public Path folder() {
    return folder;
  }

  public Project project() {
    return Project.open(folder);
  }

  /** The caller closes it. */
  public Workspace workspace() {
    return new Workspace(project(), this);
  }

  /** Puts the clip's own mask of some labels, which become objects, at a frame. */
  public static void mark(Workspace workspace, int frame, int... labels) {
    for (int label : labels) {
      if (workspace.project().objects().stream().noneMatch(each -> each.label() == label)) {
        while (workspace.objects().add(null, null).label() < label) {
          // labels come in order
        }
      }
    }
    workspace.edit(frame, "Mark", before -> mask(labels));
  }

  public static LabelMap mask(int... labels) {
    return CLIP.mask(labels);
  }

  public List<Integer> changedMasks() {
    return changedMasks;
  }

  public List<String> failures() {
    return failures;
  }

  @Override
  public void changed() {}

  @Override
  public void maskChanged(int frame) {
    changedMasks.add(frame);
  }

  @Override
  public void failed(String what) {
    failures.add(what);
  }

  /** A tiny model with random weights. */
  public static StudioModel model() {
    return new StudioModel() {
      @Override
      public Engram load() {
        return Engram.of(TinyXMem.plain().weights(), Device.CPU);
      }

      @Override
      public SegmenterOptions options(SegmenterOptions usual) {
        return TinyEngram.fewFrames(true);
      }

      @Override
      public String name() {
        return "tiny";
      }

      @Override
      public String device() {
        return "cpu";
      }

      @Override
      public String precision() {
        return "fp32";
      }
    };
  }
}
