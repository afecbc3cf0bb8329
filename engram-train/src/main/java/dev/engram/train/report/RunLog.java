package dev.engram.train.report;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import dev.engram.train.report.LogEntry.Scores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The log of a run: a file of JSON lines, in the order of iterations, that is only ever added to. A
 * line that was being written when the process was killed is dropped when the log is opened again.
 */
public final class RunLog implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final List<LogEntry> entries;

  private RunLog(Path file, FileChannel channel, List<LogEntry> entries) {
    this.file = file;
    this.channel = channel;
    this.entries = entries;
  }

  /**
   * Opens the log of a run that goes on: what it says of later iterations is dropped, as these will
   * be done once more. The folder and the file are made if they are missing.
   *
   * @param iteration how many are done
   * @throws EngramException if the file cannot be written, or is no log; names it
   */
  public static RunLog open(Path file, long iteration) {
    try {
      Folders.create(file.toAbsolutePath().resolveSibling(""));
      List<LogEntry> kept = new ArrayList<>();
      long end = Files.exists(file) ? read(file, iteration, kept) : 0;
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new RunLog(file, channel.truncate(end).position(end), kept);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * What a log says, without a last line that was not written to its end.
   *
   * @throws EngramException if it cannot be read, or is no log; names it
   */
  public static List<LogEntry> read(Path file) {
    List<LogEntry> entries = new ArrayList<>();
    try {
      read(file, Long.MAX_VALUE, entries);
    } catch (IOException e) {
      throw new EngramException(file + ": cannot be read. Check its rights.", e);
    }
    return entries;
  }

  /** Returns where the first line ends that is not kept begins. */
  private static long read(Path file, long iteration, List<LogEntry> kept) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '\n') {
        continue;
      }
      LogEntry entry;
      try {
        entry = LogJson.read(new String(bytes, begin, i - begin, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new EngramException(
            file
                + ": line "
                + (kept.size() + 1)
                + " is none of a training log. Move the file away to begin a new log; the run"
                + " itself does not need it.",
            e);
      }
      if (entry.iteration() > iteration) {
        return begin;
      }
      kept.add(entry);
      begin = i + 1;
    }
    return begin;
  }

  private static EngramException unwritable(Path file, IOException e) {
    return new EngramException(
        file
            + ": cannot be written ("
            + AtomicFile.reason(e)
            + "). Choose a folder with room and rights.",
        e);
  }

  /**
   * Adds a line.
   *
   * @throws EngramException if it cannot be written; names the file
   */
  public void append(LogEntry entry) {
    ByteBuffer line = StandardCharsets.UTF_8.encode(LogJson.write(entry) + "\n");
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    entries.add(entry);
  }

  /** All lines, in order. */
  public List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  /** The validations, in order. */
  public List<Scores> validations() {
    return entries.stream().filter(Scores.class::isInstance).map(Scores.class::cast).toList();
  }

  /** The first of the best validations by the mean of J and F. */
  public static Optional<Scores> best(List<Scores> validations) {
    return validations.stream()
        .max(
            Comparator.<Scores>comparingDouble(scores -> scores.mean().both())
                .thenComparing(Comparator.comparingLong(Scores::iteration).reversed()));
  }

  /** Ends the writing. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }
}
