package dev.engram.mask;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes RGB pictures such as overlays, whole or not at all. */
public final class RgbFile {
  private static final float JPEG_QUALITY = 0.92f;

  private RgbFile() {}

  /**
   * Writes a JPEG of quality 0.92 if the name ends in {@code .jpg} or {@code .jpeg}, else a PNG.
   *
   * @param rgb {@code [height, width, 3]}, red, green, blue, unsigned; not changed
   * @throws EngramException if it cannot be written; names the file
   * @throws IllegalArgumentException if the array's length does not fit the size
   */
  public static void write(Path target, byte[] rgb, int width, int height) {
    requireLength(rgb, width, height);
    String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean jpeg = name.endsWith(".jpg") || name.endsWith(".jpeg");
    AtomicFile.write(
        target,
        out -> {
          if (jpeg) {
            writeJpeg(out, rgb, width, height);
          } else {
            int length = 3 * width;
            PngEncoder.rgb(
                out, width, height, (y, row) -> System.arraycopy(rgb, y * length, row, 0, length));
          }
        });
  }

  /**
   * Writes a PNG with straight alpha.
   *
   * @param rgba {@code [height, width, 4]}, red, green, blue, alpha, unsigned; not changed
   * @throws EngramException if it cannot be written; names the file
   * @throws IllegalArgumentException if the array's length does not fit the size
   */
  public static void writeWithAlpha(Path target, byte[] rgba, int width, int height) {
    int length = 4 * width;
    if (width < 1 || height < 1 || rgba.length != (long) length * height) {
      throw new IllegalArgumentException(
          rgba.length + " bytes are no picture with alpha of " + width + "x" + height);
    }
    AtomicFile.write(
        target,
        out ->
            PngEncoder.rgba(
                out,
                width,
                height,
                (y, row) -> System.arraycopy(rgba, y * length, row, 0, length)));
  }

  /**
   * The bytes of a JPEG of quality 0.92.
   *
   * @param rgb {@code [height, width, 3]}, red, green, blue, unsigned; not changed
   * @throws IllegalArgumentException if the array's length does not fit the size
   */
  public static byte[] jpeg(byte[] rgb, int width, int height) {
    requireLength(rgb, width, height);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writeJpeg(out, rgb, width, height);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void requireLength(byte[] rgb, int width, int height) {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are no picture of " + width + "x" + height);
    }
  }

  private static void writeJpeg(OutputStream out, byte[] rgb, int width, int height)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < rgb.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(JPEG_QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
  }
}
