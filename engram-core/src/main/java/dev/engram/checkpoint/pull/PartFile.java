package dev.engram.checkpoint.pull;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import dev.engram.common.LockFile;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of a file, in {@code NAME.part} beside its final name, and in {@code
 * NAME.part.from} what it is a part of: the address and the validator (ETag or date) that the
 * server gave, a line each. One process at a time holds it.
 */
final class PartFile implements AutoCloseable {
  private static final String WAY_OUT = "Choose a folder with room and rights, in ENGRAM_MODELS";

  private final Path target;
  private final Path part;
  private final Path origin;
  private final FileChannel lock;
  private final FileChannel bytes;

  private PartFile(Path target, FileChannel lock) throws IOException {
    this.target = target;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.origin = target.resolveSibling(target.getFileName() + ".part.from");
    this.lock = lock;
    this.bytes =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /**
   * Opens the part of a file, which may be empty.
   *
   * <p>The lock is on a file of its own that stays: were the part itself locked, or the lock's file
   * removed, a second process could hold what the first has just renamed.
   *
   * @throws EngramException if another pull holds it, or its folder cannot be written to
   */
  static PartFile open(Path folder, String file) {
    Path target = folder.resolve(file);
    Path lockFile = folder.resolve("." + file + ".lock");
    FileChannel lock = null;
    try {
      Folders.create(folder);
      lock = LockFile.take(lockFile);
      if (lock == null) {
        throw new EngramException(
            target + ": is being pulled already. Wait until that is done, then look again.");
      }
      return new PartFile(target, lock);
    } catch (IOException e) {
      closeQuietly(lock);
      throw unwritable(target, e);
    }
  }

  /** Where the bytes lie. */
  Path path() {
    return part;
  }

  /** The bytes that are here. */
  long length() {
    try {
      return bytes.size();
    } catch (IOException e) {
      throw unwritable(part, e);
    }
  }

  /** The validator that came with these bytes, if they are of that address and had one. */
  Optional<String> validator(URI address) {
    try {
      List<String> lines = Files.exists(origin) ? Files.readAllLines(origin) : List.of();
      return lines.size() == 2 && lines.get(0).equals(address.toString())
          ? Optional.of(lines.get(1))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // what cannot be told to fit starts anew
    }
  }

  /** Throws away what is here and notes what comes next. */
  void restart(URI address, @Nullable String validator) {
    try {
      bytes.truncate(0);
      Files.deleteIfExists(origin);
      if (validator != null) {
        Files.write(origin, List.of(address.toString(), validator));
      }
    } catch (IOException e) {
      throw unwritable(part, e);
    }
  }

  /**
   * Refuses a file that the disk cannot hold, before it is full.
   *
   * @param total bytes of the whole file
   */
  void requireRoomFor(long total) {
    long room;
    try {
      room = Files.getFileStore(part).getUsableSpace();
    } catch (IOException e) {
      return; // not every file system can say; writing will
    }
    if (total - length() > room) {
      throw new EngramException(
          part
              + ": "
              + Megabytes.of(total - length())
              + " are to come, but the disk has room for "
              + Megabytes.of(room)
              + ". "
              + WAY_OUT
              + ".");
    }
  }

  void append(ByteBuffer more) {
    try {
      while (more.hasRemaining()) {
        bytes.write(more);
      }
    } catch (IOException e) {
      throw unwritable(part, e);
    }
  }

  /** Makes sure that the bytes are on the disk, and gives them their final name. */
  void finish() {
    try {
      bytes.force(true);
      bytes.close();
      AtomicFile.rename(part, target);
      Files.deleteIfExists(origin);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Removes what is here: it is of no use. */
  void discard() {
    try {
      bytes.close();
      Files.deleteIfExists(part);
      Files.deleteIfExists(origin);
    } catch (IOException e) {
      throw unwritable(part, e);
    }
  }

  /** Keeps what has arrived, if anything has. */
  @Override
  public void close() {
    closeQuietly(bytes);
    removeIfEmpty();
    closeQuietly(lock);
  }

  private void removeIfEmpty() {
    try {
      if (Files.exists(part) && Files.size(part) == 0) {
        Files.delete(part);
        Files.deleteIfExists(origin);
      }
    } catch (IOException e) {
      return; // an empty file is no harm
    }
  }

  private static EngramException unwritable(Path file, IOException e) {
    return new EngramException(
        file + ": cannot be written (" + AtomicFile.reason(e) + "). " + WAY_OUT + ".", e);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      return; // everything that matters was forced to the disk or failed before
    }
  }
}
