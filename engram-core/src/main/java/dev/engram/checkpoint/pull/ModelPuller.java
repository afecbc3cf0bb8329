package dev.engram.checkpoint.pull;

import dev.engram.checkpoint.Checkpoints;
import dev.engram.checkpoint.ChecksumRecord;
import dev.engram.checkpoint.ModelCatalogue;
import dev.engram.checkpoint.ModelFolder;
import dev.engram.common.EngramException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Brings models of the catalogue into a folder: whole, readable, and the same every time. */
public final class ModelPuller {
  private final ModelFolder folder;
  private final ModelSource source;

  /**
   * @param folder made when the first model comes
   */
  public ModelPuller(ModelFolder folder, ModelSource source) {
    this.folder = folder;
    this.source = source;
  }

  /**
   * What a pull gave.
   *
   * @param file the model
   * @param sha256 64 digits in lower case
   * @param wasThere whether there was nothing to fetch
   */
  public record Pulled(Path file, String sha256, boolean wasThere) {}

  /**
   * Fetches a model, or goes on with what an earlier pull left of it.
   *
   * <p>A model that is there already is compared with its {@link ChecksumRecord}. What is fetched
   * must be a checkpoint that can be read, and what it was the first time; only then does it take
   * its name in the folder, in one step.
   *
   * @param anew fetches a model that is there as well
   * @throws EngramException if it cannot be had, is no checkpoint, is another one than it was
   *     before, or if the monitor stopped it; names the address or the file and the way out
   */
  public Pulled pull(ModelCatalogue.Entry model, boolean anew, PullMonitor monitor) {
    Path file = folder.path().resolve(model.file());
    ChecksumRecord record = ChecksumRecord.of(file);
    if (!anew && Files.isRegularFile(file)) {
      record.verify();
      return new Pulled(file, recorded(record, file), true);
    }
    Optional<String> expected = record.read();
    try (PartFile part = PartFile.open(folder.path(), model.file())) {
      try {
        source.fetch(model.file(), part, monitor);
      } catch (CancellationException e) {
        throw stopped(model, part, e);
      }
      requireCheckpoint(model, part);
      String sha256 = ChecksumRecord.sha256(part.path());
      if (expected.isPresent() && !expected.get().equals(sha256)) {
        part.discard();
        throw anotherFile(model, record, sha256, expected.get());
      }
      part.finish();
      record.write(sha256);
      return new Pulled(file, sha256, false);
    }
  }

  /** Of a file that came here in another way, the record starts now. */
  private static String recorded(ChecksumRecord record, Path file) {
    return record
        .read()
        .orElseGet(
            () -> {
              Checkpoints.read(file);
              String sha256 = ChecksumRecord.sha256(file);
              record.write(sha256);
              return sha256;
            });
  }

  private void requireCheckpoint(ModelCatalogue.Entry model, PartFile part) {
    try {
      Checkpoints.read(part.path());
    } catch (EngramException e) {
      String size = Megabytes.of(part.length());
      part.discard();
      throw new EngramException(
          source.locate(model.file())
              + ": what came ("
              + size
              + ") is no checkpoint, perhaps a web page. Look at it, or take the file from elsewhere"
              + " with --from URL|FOLDER.",
          e);
    }
  }

  private EngramException anotherFile(
      ModelCatalogue.Entry model, ChecksumRecord record, String found, String expected) {
    return new EngramException(
        source.locate(model.file())
            + ": another file than at the first pull: its SHA-256 is "
            + ChecksumRecord.shown(found)
            + " and not "
            + ChecksumRecord.shown(expected)
            + ". Take it from elsewhere with --from URL|FOLDER, or remove "
            + record.path()
            + " if it may differ.");
  }

  private static EngramException stopped(
      ModelCatalogue.Entry model, PartFile part, CancellationException e) {
    return new EngramException(
        model.name()
            + ": stopped, as asked. "
            + Megabytes.of(part.length())
            + " are kept in "
            + part.path()
            + "; run the command again to go on.",
        e);
  }
}
