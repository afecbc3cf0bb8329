package dev.engram.common;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * An empty file that one program, and one part of it, holds at a time. The system takes it back
 * from a program that ends, however it ends; the file stays.
 */
public final class LockFile {
  private LockFile() {}

  /**
   * Takes it; makes the file if it is missing.
   *
   * @return open as long as it is held; null if somebody else holds it
   * @throws IOException if the file cannot be made, or the file system knows no locks
   */
  public static @Nullable FileChannel take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      held = channel.tryLock() != null; // released with the channel
    } catch (OverlappingFileLockException e) {
      held = false; // by another part of this program
    } finally {
      if (!held) {
        channel.close();
      }
    }
    return held ? channel : null;
  }
}
