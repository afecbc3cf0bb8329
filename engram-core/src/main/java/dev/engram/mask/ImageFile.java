package dev.engram.mask;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Image files of any format, known by their content, whatever their name says. */
final class ImageFile {
  private static final Set<String> EXTENSIONS =
      Set.of("png", "bmp", "gif", "tif", "tiff", "jpg", "jpeg");
  private static final long MAX_BYTES = 1L << 30;

  private ImageFile() {}

  /** Whether a file in a folder is meant to be an image, by its name; hidden files are not. */
  static boolean isNamedLikeOne(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0
        && !name.startsWith(".")
        && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** The file's name without its extension. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * Decodes a whole file.
   *
   * @throws EngramException if it is missing, no image, damaged or too large; names it
   */
  static RawImage read(Path file) {
    if (!Files.isRegularFile(file)) {
      String what = Files.isDirectory(file) ? "a folder, not a mask file" : "no such file";
      throw new EngramException(file + ": " + what + ". Give the path of an image.");
    }
    try {
      long size = Files.size(file);
      if (size == 0) {
        throw new EngramException(file + ": the file is empty. Export or copy the mask again.");
      }
      if (size > MAX_BYTES) {
        throw new EngramException(file + ": too large for a mask. Save it as PNG.");
      }
      byte[] content = Files.readAllBytes(file);
      return PngChunks.hasSignature(content)
          ? PngDecoder.decode(content)
          : ImageIoDecoder.decode(content);
    } catch (IOException e) {
      throw new EngramException(
          file
              + ": cannot be read as a mask ("
              + AtomicFile.reason(e)
              + "). Export or copy it again, best as PNG.",
          e);
    } catch (OutOfMemoryError e) {
      throw new EngramException(
          file + ": too large for the memory. Give Java more (-Xmx) or a smaller mask.", e);
    }
  }
}
