package dev.engram.studio;

import dev.engram.project.Project;
import dev.engram.studio.project.Workspace;
import dev.engram.studio.project.WorkspaceListener;
import dev.engram.studio.work.Clicks;
import dev.engram.studio.work.Exports;
import dev.engram.studio.work.LookAhead;
import dev.engram.studio.work.OtherResult;
import dev.engram.studio.work.Reach;
import dev.engram.studio.work.Worker;
import dev.engram.video.FrameAccess;
import dev.engram.video.FrameCache;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A project with everything that works on it. */
public final class OpenProject implements AutoCloseable {
  /** Bytes of pictures that are kept for display. */
  private static final long PICTURES = 384L << 20;

  /** The setting that says how clicks are understood. */
  public static final String CLICK_METHOD = "click_method";

  private final StudioModel model;
  private final FrameCache frames;
  private final Workspace workspace;
  private final Worker worker;
  private final Clicks clicks;
  private final LookAhead lookAhead;
  private final Exports exports;
  private final Reach reach;
  private final OtherResult comparison;

  /**
   * @param folders whose results may be compared with
   * @param listener hears of every change
   * @throws dev.engram.common.EngramException if the input or the history cannot be read
   */
  public OpenProject(
      Project project, StudioModel model, List<Path> folders, WorkspaceListener listener) {
    this.model = model;
    String input = project.input().toString();
    frames = FrameCache.open(input, Math.min(PICTURES, Runtime.getRuntime().maxMemory() / 6));
    workspace = new Workspace(project, listener);
    worker = new Worker(workspace, model, FrameAccess.open(input), frames::giveWay, listener);
    clicks = new Clicks(frames);
    lookAhead = new LookAhead(clicks, this::clickMethod);
    exports = new Exports(workspace, listener);
    reach = new Reach(project.folder(), folders);
    comparison = new OtherResult(project, reach);
  }

  /** Objects, references and masks. */
  public Workspace workspace() {
    return workspace;
  }

  /** Propagation and suggestions. */
  public Worker worker() {
    return worker;
  }

  /** Pictures. */
  public FrameCache frames() {
    return frames;
  }

  /** Masks of clicks. */
  public Clicks clicks() {
    return clicks;
  }

  /** What makes the first click on a frame quick. */
  public LookAhead lookAhead() {
    return lookAhead;
  }

  /** Exports. */
  public Exports exports() {
    return exports;
  }

  /** The result to compare with. */
  public OtherResult comparison() {
    return comparison;
  }

  /** The files that the page may name. */
  public Reach reach() {
    return reach;
  }

  /** The model's name or file. */
  public String modelName() {
    return model.name();
  }

  /** Where it runs. */
  public String device() {
    return model.device();
  }

  /** What it computes in. */
  public String precision() {
    return model.precision();
  }

  /** How sure the mask of a frame is, 0 to 1; 1 for the user's own, NaN if unknown. */
  public float confidence(int frame) {
    boolean own = workspace.project().reference(frame).isPresent();
    return own ? 1 : workspace.confidences().get(frame);
  }

  /** The method that clicks are understood by. */
  public String clickMethod() {
    String wanted = workspace.project().settings().getOrDefault(CLICK_METHOD, "");
    List<String> all = clicks.methods();
    return all.contains(wanted) ? wanted : all.get(0);
  }

  /** Settings as the page sees them. */
  public Map<String, Object> settings() {
    Map<String, Object> all = new LinkedHashMap<>(worker.settings());
    all.put("clickMethod", clickMethod());
    all.put("clickMethods", clicks.methods());
    return all;
  }

  /** Stops all work and finishes what is being written. */
  @Override
  public void close() {
    lookAhead.close();
    worker.close();
    exports.close();
    clicks.close();
    frames.close();
    workspace.close();
  }
}
