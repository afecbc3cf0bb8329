package dev.engram.studio.work;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.project.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Another result of the same video, opened to be compared with. */
public final class OtherResult {
  private final Project project;
  private final Reach reach;
  private final Map<Path, Boolean> results = new ConcurrentHashMap<>();
  private @Nullable Path folder;

  /** What the page sees of it. */
  public record Described(String name) {}

  /**
   * @param reach where it may lie
   */
  public OtherResult(Project project, Reach reach) {
    this.project = project;
    this.reach = reach;
  }

  /**
   * Opens a folder of masks, named as the frames are.
   *
   * @throws EngramException if it lies outside of what may be opened, or holds no mask
   */
  public synchronized void open(String wanted) {
    Path found = reach.resolve(wanted);
    if (!Files.exists(found.resolve(project.frameName(0) + ".png"))) {
      throw new EngramException(
          "That folder has no mask of frame " + project.frameName(0) + ". Choose another.");
    }
    folder = found;
  }

  /** The folders inside the project and those given at the start that hold masks of it. */
  public List<String> names() {
    return reach.folders().stream()
        .filter(each -> results.computeIfAbsent(each, this::holdsMasks))
        .map(reach::nameOf)
        .toList();
  }

  /** Whether it is another result: not what the project has itself, and masks, not pictures. */
  private boolean holdsMasks(Path each) {
    Path first = each.resolve(project.frameName(0) + ".png");
    if (project.folder().equals(each.getParent()) || !Files.exists(first)) {
      return false;
    }
    try {
      return new MaskReader().read(first).labels().width() == project.width();
    } catch (EngramException e) {
      return false;
    }
  }

  /** Compares with nothing any more. */
  public synchronized void close() {
    folder = null;
  }

  /** What is open; null for nothing. */
  public synchronized @Nullable Described described() {
    return folder == null ? null : new Described(folder.getFileName().toString());
  }

  /** Its mask of a frame; null if it has none. */
  public synchronized @Nullable LabelMap mask(int frame) {
    if (folder == null) {
      return null;
    }
    Path file = folder.resolve(project.frameName(frame) + ".png");
    if (!Files.exists(file)) {
      return null;
    }
    LabelMap mask = new MaskReader().read(reach.resolve(file.toString())).labels();
    return mask.width() == project.width() && mask.height() == project.height() ? mask : null;
  }
}
