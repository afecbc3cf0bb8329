package dev.engram.studio.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was changed in a project, in order, so that it can be undone and done again, also after a
 * restart.
 *
 * <p>A change is a set of files with what they held before and after. What they held is kept by its
 * checksum in {@code history/}, once however often it comes. Belongs to one thread at a time.
 */
public final class History {
  private static final int MOST_ENTRIES = 500;

  private final Path folder;
  private final Path file;
  private final KeptFiles kept;
  private Log log;
  private boolean undoable;
  private boolean redoable;

  /** A file of a change: checksums of what it held, null where it was not there. */
  record FileChange(String file, @Nullable String before, @Nullable String after) {}

  /** A change: what it is called, and the frame to look at; -1 for none. */
  record Entry(String title, int frame, List<FileChange> files) {}

  /** All changes; those from {@code position} on are undone. */
  record Log(int position, List<Entry> entries) {}

  /**
   * What was undone or done again.
   *
   * @param files that it touched, relative to the project folder
   */
  public record Step(String title, int frame, Set<String> files) {
    private static Step of(Entry entry) {
      return new Step(
          entry.title,
          entry.frame,
          entry.files.stream().map(FileChange::file).collect(Collectors.toSet()));
    }
  }

  /**
   * @param folder of the project
   * @throws EngramException if a history is there that cannot be read
   */
  public History(Path folder) {
    this.folder = folder;
    Path own = folder.resolve("history");
    file = own.resolve("history.json");
    kept = new KeptFiles(own);
    log = read(file);
    look();
  }

  private static Log read(Path file) {
    if (!Files.exists(file)) {
      return new Log(0, List.of());
    }
    try {
      Log log = new ObjectMapper().readValue(file.toFile(), Log.class);
      if (log.position < 0 || log.entries == null || log.position > log.entries.size()) {
        throw new IOException("its position is " + log.position);
      }
      return log;
    } catch (IOException e) {
      throw new EngramException(
          file + ": is damaged. Delete the folder it lies in, and what it could undo is forgotten.",
          e);
    }
  }

  /** Finds out what can be done: what another program has changed since is never written over. */
  private void look() {
    undoable = log.position > 0 && foreign(log.entries.get(log.position - 1), true) == null;
    redoable =
        log.position < log.entries.size() && foreign(log.entries.get(log.position), false) == null;
  }

  /** What {@link #undo} would undo; null for nothing. */
  public @Nullable String undoTitle() {
    return undoable ? log.entries.get(log.position - 1).title : null;
  }

  /** What {@link #redo} would do again; null for nothing. */
  public @Nullable String redoTitle() {
    return redoable ? log.entries.get(log.position).title : null;
  }

  /**
   * Makes a change that can be undone. What was undone before can no longer be done again.
   *
   * @param title as a person would call it
   * @param frame that shows it; -1 for none
   * @param files that it may touch, relative to the project folder
   * @param change what it throws is thrown on, and the files are as they were
   */
  public void record(String title, int frame, Collection<String> files, Runnable change) {
    List<@Nullable String> before = new ArrayList<>();
    for (String each : files) {
      before.add(kept.keep(folder.resolve(each)));
    }
    try {
      change.run();
    } catch (RuntimeException e) {
      int i = 0;
      for (String each : files) {
        kept.restore(before.get(i++), folder.resolve(each));
      }
      throw e;
    }
    List<FileChange> changes = new ArrayList<>();
    int i = 0;
    for (String each : files) {
      String was = before.get(i++);
      String is = kept.keep(folder.resolve(each));
      if (is == null ? was != null : !is.equals(was)) {
        changes.add(new FileChange(each, was, is));
      }
    }
    if (changes.isEmpty()) {
      return;
    }
    List<Entry> entries = new ArrayList<>(log.entries.subList(0, log.position));
    entries.add(new Entry(title, frame, changes));
    if (entries.size() > MOST_ENTRIES) {
      entries.remove(0);
    }
    save(new Log(entries.size(), entries));
    undoable = true;
    redoable = false;
  }

  /**
   * Undoes the last change.
   *
   * @throws EngramException if there is none, or another program has changed its files since
   */
  public Step undo() {
    if (log.position == 0) {
      throw new EngramException("There is nothing to undo.");
    }
    Entry entry = log.entries.get(log.position - 1);
    requireUnchanged(entry, true);
    for (FileChange change : inOrder(entry, true)) {
      kept.restore(change.before, folder.resolve(change.file));
    }
    save(new Log(log.position - 1, log.entries));
    look();
    return Step.of(entry);
  }

  /**
   * Does what was undone last again.
   *
   * @throws EngramException as {@link #undo}
   */
  public Step redo() {
    if (log.position == log.entries.size()) {
      throw new EngramException("There is nothing to do again.");
    }
    Entry entry = log.entries.get(log.position);
    requireUnchanged(entry, false);
    for (FileChange change : inOrder(entry, false)) {
      kept.restore(change.after, folder.resolve(change.file));
    }
    save(new Log(log.position + 1, log.entries));
    look();
    return Step.of(entry);
  }

  private void requireUnchanged(Entry entry, boolean undone) {
    Path changed = foreign(entry, undone);
    if (changed != null) {
      look();
      throw new EngramException(
          changed
              + ": was changed by another program since. What came before that cannot be undone"
              + " or done again.");
    }
  }

  /** A file that is neither as a change left it nor as it was before; null for none. */
  private @Nullable Path foreign(Entry entry, boolean undone) {
    for (FileChange change : entry.files) {
      String expected = undone ? change.after : change.before;
      String other = undone ? change.before : change.after;
      Path each = folder.resolve(change.file);
      String is = KeptFiles.checksum(each);
      // half of it may have been restored when the power went
      if (!same(is, expected) && !same(is, other)) {
        return each;
      }
    }
    return null;
  }

  private static boolean same(@Nullable String a, @Nullable String b) {
    return a == null ? b == null : a.equals(b);
  }

  /** Masks before the file that names them, and away after it, so that none is ever missing. */
  private static List<FileChange> inOrder(Entry entry, boolean undone) {
    List<FileChange> masks = new ArrayList<>();
    List<FileChange> gone = new ArrayList<>();
    List<FileChange> named = new ArrayList<>();
    for (FileChange change : entry.files) {
      String target = undone ? change.before : change.after;
      (target == null ? gone : change.file.endsWith(".json") ? named : masks).add(change);
    }
    masks.addAll(named);
    masks.addAll(gone);
    return masks;
  }

  private void save(Log next) {
    AtomicFile.write(
        file,
        out -> {
          try {
            out.write(new ObjectMapper().writeValueAsBytes(next));
          } catch (JsonProcessingException e) {
            throw new IllegalStateException("a history of plain values", e);
          }
        });
    log = next;
    Set<String> used = new HashSet<>();
    for (Entry entry : next.entries) {
      for (FileChange change : entry.files) {
        if (change.before != null) {
          used.add(change.before);
        }
        if (change.after != null) {
          used.add(change.after);
        }
      }
    }
    kept.retain(used);
  }
}
