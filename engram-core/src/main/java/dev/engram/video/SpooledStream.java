package dev.engram.video;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Streams that cannot be decoded from front to back: an mp4 or mov whose index comes after its
 * pictures, as cameras and most encoders write it, has to be there as a whole first.
 */
final class SpooledStream {
  private static final int HEADER_BYTES = 1 << 16;
  private static final int BOX_HEADER = 8;

  private SpooledStream() {}

  /**
   * Opens a stream, by way of a temporary file if it has to be read out of order.
   *
   * @throws EngramException as {@link VideoSource#open}, and if the temporary file finds no room
   */
  static FrameSource open(InputStream stream, String label, int threads) {
    BufferedInputStream buffered = new BufferedInputStream(stream, HEADER_BYTES);
    Path spool = null;
    try {
      if (!indexComesLast(buffered)) {
        return VideoSource.open(VideoInput.ofStream(buffered, label), threads);
      }
      spool = Files.createTempFile("engram-", ".mp4");
      spool.toFile().deleteOnExit();
      Files.copy(buffered, spool, StandardCopyOption.REPLACE_EXISTING);
      return VideoSource.open(VideoInput.ofSpool(spool, label), threads);
    } catch (IOException e) {
      throw new EngramException(
          label
              + ": its index comes last, and it cannot be kept meanwhile ("
              + AtomicFile.reason(e)
              + "). Make room in the folder for temporary files, or give the file itself.",
          e);
    } finally {
      deleteIfPossible(spool);
    }
  }

  /** An open file lives on without its name where the system allows that; else until exit. */
  private static void deleteIfPossible(@Nullable Path spool) {
    if (spool != null) {
      spool.toFile().delete();
    }
  }

  /**
   * Whether a stream is an mp4 with its pictures ({@code mdat}) before its index ({@code moov}).
   */
  static boolean indexComesLast(BufferedInputStream stream) throws IOException {
    stream.mark(HEADER_BYTES);
    try {
      DataInputStream in = new DataInputStream(stream);
      int read = 0;
      boolean first = true;
      while (read + BOX_HEADER < HEADER_BYTES) {
        long size = in.readInt() & 0xffffffffL;
        String type = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
        if (type.equals("mdat")) {
          return true;
        }
        boolean skippable =
            type.equals("ftyp") || (!first && (type.equals("free") || type.equals("wide")));
        if (!skippable || size < BOX_HEADER || read + size > HEADER_BYTES) {
          return false;
        }
        in.skipNBytes(size - BOX_HEADER);
        read += (int) size;
        first = false;
      }
      return false;
    } catch (EOFException e) {
      return false;
    } finally {
      stream.reset();
    }
  }
}
