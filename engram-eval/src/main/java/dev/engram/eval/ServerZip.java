package dev.engram.eval;

import dev.engram.common.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Results as the one file that an evaluation server takes. */
final class ServerZip {
  private ServerZip() {}

  /**
   * Writes {@code PREFIX/VIDEO/FRAME.png} of all videos; the same results give the same bytes.
   *
   * @param prefix of all names; empty for none
   * @throws dev.engram.common.EngramException if it cannot be written
   */
  static void write(Path target, Path results, String prefix) {
    AtomicFile.write(
        target,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (String video : MaskFolder.list(results, Files::isDirectory)) {
            Path folder = results.resolve(video);
            for (String frame : MaskFolder.list(folder, Files::isRegularFile)) {
              add(zip, prefix + video + "/" + frame, folder.resolve(frame));
            }
          }
          zip.finish();
        });
  }

  private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(FileTime.fromMillis(0));
    zip.putNextEntry(entry);
    Files.copy(file, zip);
    zip.closeEntry();
  }
}
