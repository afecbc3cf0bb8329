package dev.engram.studio.work;

import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import dev.engram.export.ExportFormat;
import dev.engram.export.ExportInput;
import dev.engram.export.ExportJob;
import dev.engram.export.ExportMonitor;
import dev.engram.export.ExportOptions;
import dev.engram.project.Project;
import dev.engram.studio.project.Workspace;
import dev.engram.studio.project.WorkspaceListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Exports of a project, one after another, into its folder {@code exports/}. */
public final class Exports implements AutoCloseable {
  private final Workspace workspace;
  private final WorkspaceListener listener;
  private final Path folder;
  private final Map<String, Export> byId = new LinkedHashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "engram-exports"));
  private int last;

  /**
   * An export.
   *
   * @param done frames that are done
   * @param error why it failed; null if it did not
   * @param name of its file or folder
   * @param bytes of it; 0 before it is done
   * @param path relative to the project
   */
  public record Export(
      String id,
      String format,
      String state,
      long done,
      long total,
      @Nullable String error,
      String name,
      long bytes,
      String path) {
    Export in(String other, @Nullable String why, long size) {
      return new Export(id, format, other, done, total, why, name, size, path);
    }

    Export at(long frames, long of) {
      return new Export(id, format, state, frames, of, error, name, bytes, path);
    }
  }

  /** Finds the exports of earlier sessions again. */
  public Exports(Workspace workspace, WorkspaceListener listener) {
    this.workspace = workspace;
    this.listener = listener;
    folder = workspace.project().folder().resolve("exports");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.sorted().filter(file -> !isHidden(file)).forEach(this::found);
      } catch (IOException e) {
        throw new EngramException(folder + ": cannot be read. Check its rights.", e);
      }
    }
  }

  /** A link may lead anywhere, so it is none of the project's. */
  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".") || Files.isSymbolicLink(file);
  }

  private void found(Path file) {
    String name = file.getFileName().toString();
    String id = "e" + ++last;
    byId.put(id, new Export(id, "", "done", 0, 0, null, name, size(file), "exports/" + name));
  }

  /** What can be exported. */
  public List<ExportChoices.Format> formats() {
    return Arrays.stream(ExportFormat.values()).map(ExportChoices::of).toList();
  }

  /** All exports, the oldest first. */
  public synchronized List<Export> list() {
    return List.copyOf(byId.values());
  }

  /**
   * Begins an export; it waits for those before it.
   *
   * @return its id
   * @throws EngramException if the options are none of the format's, or there is nothing to export
   */
  public synchronized String begin(ExportFormat format, ExportOptions options) {
    // a project belongs to one thread, and the workspace's own goes on being changed
    Project project = Project.open(workspace.project().folder());
    ExportJob job = new ExportJob(ExportInput.of(project, null), format, options);
    String id = "e" + ++last;
    String stem = stem(project) + "-" + format.id();
    String name = free(stem, format.kind() == ExportFormat.Kind.FILE ? format.extension() : "");
    byId.put(
        id,
        new Export(
            id, format.id(), "running", 0, project.frames(), null, name, 0, "exports/" + name));
    thread.execute(() -> run(id, job, folder.resolve(name)));
    listener.changed();
    return id;
  }

  private static String stem(Project project) {
    String name = project.input().getFileName().toString();
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^\\p{L}\\p{N}._-]", "_");
  }

  private String free(String stem, String ending) {
    String name = stem + ending;
    for (int i = 2; isTaken(name); i++) {
      name = stem + "-" + i + ending;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return Files.exists(folder.resolve(name))
        || byId.values().stream().anyMatch(each -> each.name().equals(name));
  }

  private void run(String id, ExportJob job, Path target) {
    try {
      workspace.masks().finish();
      Folders.create(folder);
      job.run(
          target,
          new ExportMonitor() {
            @Override
            public void onFrame(long done, long total) {
              replace(id, find(id).at(done, total));
            }

            @Override
            public boolean stopRequested() {
              return find(id).state().equals("stopped");
            }
          });
      replace(id, find(id).in("done", null, size(target)));
    } catch (EngramException | IOException e) {
      boolean stopped = find(id).state().equals("stopped");
      replace(id, find(id).in(stopped ? "stopped" : "failed", stopped ? null : e.getMessage(), 0));
    } catch (RuntimeException e) {
      replace(id, find(id).in("failed", "A fault of Engram's own: " + e, 0));
    }
  }

  private synchronized void replace(String id, Export export) {
    if (byId.replace(id, export) != null) {
      listener.changed();
    }
  }

  /**
   * An export by its id.
   *
   * @throws EngramException if there is none
   */
  public synchronized Export find(String id) {
    Export export = byId.get(id);
    if (export == null) {
      throw new EngramException("export " + id + ": is not there any more.");
    }
    return export;
  }

  /** The file or folder of an export. */
  public Path file(String id) {
    return folder.resolve(find(id).name());
  }

  /** Stops an export that runs, or deletes one that is done. */
  public void remove(String id) {
    Export export = find(id);
    if (export.state().equals("running")) {
      replace(id, export.in("stopped", null, 0));
      return;
    }
    synchronized (this) {
      byId.remove(id);
    }
    try {
      Folders.delete(folder.resolve(export.name()));
    } catch (IOException e) {
      throw new EngramException(export.path() + ": cannot be deleted. Delete it by hand.", e);
    }
    listener.changed();
  }

  private static long size(Path path) {
    try (Stream<Path> all = Files.walk(path)) {
      long bytes = 0;
      List<Path> files = new ArrayList<>(all.filter(Files::isRegularFile).toList());
      for (Path each : files) {
        bytes += Files.size(each);
      }
      return bytes;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    for (Export each : list()) {
      if (each.state().equals("running")) {
        replace(each.id(), each.in("stopped", null, 0));
      }
    }
    thread.shutdown();
  }
}
