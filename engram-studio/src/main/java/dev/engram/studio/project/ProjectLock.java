package dev.engram.studio.project;

import dev.engram.common.EngramException;
import dev.engram.common.LockFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps a second studio away from a project: each would write over what the other has changed. */
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
    FileChannel channel;
    try {
      channel = LockFile.take(folder.resolve(FILE));
    } catch (IOException e) {
      // some network drives know no locks, and what cannot be written at all is told elsewhere
      return new ProjectLock(null);
    }
    if (channel == null) {
      throw new EngramException(
          folder + ": is open in another studio. Work there, or end that one first.");
    }
    return new ProjectLock(channel);
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
