package dev.engram.studio.project;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second studio away from a project: each would write over what the other has changed. The
 * system takes it back from a program that ends, however it ends; the empty file that it is on
 * stays.
 */
public final class ProjectLock implements AutoCloseable {
  private static final String FILE = ".studio.lock";

  private final @Nullable FileChannel channel;

  private ProjectLock(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a project, where the file system can.
   *
   * @throws EngramException if it is locked
   */
  public static ProjectLock of(Path folder) {
    FileChannel channel = null;
    boolean taken;
    try {
      channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      taken = channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      taken = true;
    } catch (IOException e) {
      // some network drives know no locks, and what cannot be written at all is told elsewhere
      taken = false;
    }
    ProjectLock lock = new ProjectLock(channel);
    if (taken) {
      lock.close();
      throw new EngramException(
          folder + ": is open in another studio. Work there, or end that one first.");
    }
    return lock;
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // nothing was written to it
        return;
      }
    }
  }
}
