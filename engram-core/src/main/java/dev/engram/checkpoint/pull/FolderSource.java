package dev.engram.checkpoint.pull;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/** A mirror on a disk. Copies start anew every time. */
final class FolderSource extends ModelSource {
  private static final int BUFFER = 1 << 20;

  private final Path folder;

  FolderSource(Path folder) {
    this.folder = folder;
  }

  @Override
  public String locate(String file) {
    return folder.resolve(file).toString();
  }

  @Override
  void fetch(String file, PartFile part, PullMonitor monitor) {
    Path original = folder.resolve(file);
    if (!Files.isRegularFile(original)) {
      throw new EngramException(
          original + ": no such file. A mirror holds the files under their names in the release.");
    }
    part.restart(original.toUri(), null);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel in = FileChannel.open(original)) {
      long total = in.size();
      part.requireRoomFor(total);
      while (in.read(buffer.clear()) >= 0) {
        if (monitor.stopRequested()) {
          throw new CancellationException();
        }
        part.append(buffer.flip());
        monitor.onBytes(part.length(), total);
      }
    } catch (IOException e) {
      throw new EngramException(
          original + ": cannot be read (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }
}
