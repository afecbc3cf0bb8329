package dev.engram.export;

import dev.engram.common.AtomicFile;
import dev.engram.common.Folders;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text in UTF-8 that grows beside its place and gets its name when it is whole. */
final class StagedFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final OutputStream out;
  private final Writer text;

  /**
   * @throws dev.engram.common.EngramException if nothing can be written there
   */
  StagedFile(Path target) {
    this.target = target;
    Path place = target.toAbsolutePath().normalize();
    this.temporary = AtomicFile.temporaryFor(place);
    try {
      Path folder = place.getParent();
      if (folder != null) {
        Folders.create(folder);
      }
      out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(target, e);
    }
    text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
  }

  /** Where the text goes. */
  Writer text() {
    return text;
  }

  void finish() {
    try {
      text.close();
      AtomicFile.rename(temporary, target);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(target, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // what was not finished is thrown away
    }
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // a stray hidden file is the lesser harm
      return;
    }
  }
}
