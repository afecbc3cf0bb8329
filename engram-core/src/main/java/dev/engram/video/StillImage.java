package dev.engram.video;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of one image file.
 *
 * <p>ImageIO decodes what it knows: its JPEG decoder is libjpeg's accurate one, which FFmpeg's does
 * not match, and PNG comes out bit for bit. The rest (WebP) goes through FFmpeg. Sample values are
 * taken as stored: no colour profile is applied, alpha is ignored, 16 bits keep their upper 8.
 *
 * @param rgb {@code [height, width, 3]}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier within this package, never compared
record StillImage(int width, int height, byte[] rgb) {
  /** Beyond this a header is taken for an attack or a mistake: 16384 x 8192. */
  static final long MAX_PIXELS = 1L << 27;

  /**
   * @throws EngramException if the file is missing, no image, damaged or absurdly large; names it
   */
  static StillImage read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Check the path and its rights.",
          e);
    }
    if (bytes.length == 0) {
      throw new EngramException(file + ": the file is empty. Copy it again.");
    }
    StillImage image = decode(file, bytes);
    return image != null ? image : decodeWithFfmpeg(file);
  }

  private static @Nullable StillImage decode(Path file, byte[] bytes) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return null;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return decode(file, bytes, reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // damaged files surface as any of these, depending on the format
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static StillImage decode(Path file, byte[] bytes, ImageReader reader) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    checkSize(file.toString(), width, height);
    if (!reader.getFormatName().equalsIgnoreCase("jpeg")) {
      return new StillImage(width, height, Samples.ofImage(reader.read(0)));
    }
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    JpegHeader header = JpegHeader.of(bytes);
    byte[] rgb =
        header.components() == 4
            ? Samples.ofInks(reader.readRaster(0, null), header)
            : Samples.ofImage(reader.read(0));
    // libjpeg paints what is missing grey and merely warns of it
    for (String warning : warnings) {
      String text = warning.toLowerCase(Locale.ROOT);
      if (text.contains("truncated") || text.contains("premature") || text.contains("corrupt")) {
        throw damaged(file, warning, null);
      }
    }
    boolean swap = header.orientation().swap();
    return new StillImage(
        swap ? height : width,
        swap ? width : height,
        header.orientation().apply(rgb, width, height));
  }

  private static StillImage decodeWithFfmpeg(Path file) {
    try (VideoSource source = VideoSource.open(VideoInput.ofFile(file), 1)) {
      Frame frame = Objects.requireNonNull(source.next(), "an open source has a first frame");
      return new StillImage(frame.width(), frame.height(), frame.rgb());
    } catch (EngramException e) {
      throw damaged(file, "no image format that is known", e);
    }
  }

  /**
   * @param place named in the message
   * @throws EngramException if a header asks for more than {@link #MAX_PIXELS}
   */
  static void checkSize(String place, int width, int height) {
    if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
      throw new EngramException(
          String.format(
              Locale.ROOT,
              "%s: claims to be %dx%d, more than the %d million pixels allowed. Scale it down.",
              place,
              width,
              height,
              MAX_PIXELS / 1_000_000));
    }
  }

  private static EngramException damaged(
      Path file, @Nullable String why, @Nullable Exception cause) {
    String reason = why == null ? "" : " (" + why.lines().findFirst().orElse("") + ")";
    String message =
        file + ": not an image that can be read" + reason + ". Copy or convert it again.";
    return cause == null ? new EngramException(message) : new EngramException(message, cause);
  }
}
