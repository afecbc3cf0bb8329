package dev.engram.mask;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Masks and image files for tests; the files are written by the JDK, not by our own encoder. */
final class Samples {
  private Samples() {}

  /** Labels drawn from a few values, in patches and single pixels. */
  static LabelMap labels(long seed, int width, int height, int... values) {
    Random random = new Random(seed);
    int[] labels = new int[width * height];
    for (int patch = 0; patch < 6; patch++) {
      int left = random.nextInt(width);
      int top = random.nextInt(height);
      int label = values[random.nextInt(values.length)];
      for (int y = top; y < Math.min(height, top + 1 + height / 2); y++) {
        for (int x = left; x < Math.min(width, left + 1 + width / 2); x++) {
          labels[y * width + x] = label;
        }
      }
    }
    for (int i = 0; i < labels.length / 10; i++) {
      labels[random.nextInt(labels.length)] = values[random.nextInt(values.length)];
    }
    return LabelMap.of(width, height, labels);
  }

  /** Bands of equal height, top to bottom, six rows each. */
  static int[] bands(int width, int... values) {
    int[] pixels = new int[width * values.length * 6];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = values[i / (width * 6)];
    }
    return pixels;
  }

  /** An image of a type of BufferedImage, sample by sample. */
  static BufferedImage image(int type, int width, int height, int[][] samplesOfPixels) {
    return fill(new BufferedImage(width, height, type), samplesOfPixels);
  }

  /** An image of palette indices. */
  static BufferedImage indexed(int bits, int width, int height, int[] argb, int[] indices) {
    IndexColorModel model =
        new IndexColorModel(
            bits, argb.length, argb, 0, true, -1, java.awt.image.DataBuffer.TYPE_BYTE);
    int type = bits < 8 ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_INDEXED;
    int[][] samples = new int[indices.length][];
    for (int i = 0; i < indices.length; i++) {
      samples[i] = new int[] {indices[i]};
    }
    return fill(new BufferedImage(width, height, type, model), samples);
  }

  /** An RGB image of colours {@code 0xRRGGBB}. */
  static BufferedImage rgb(int width, int height, int... colours) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, colours, 0, width);
    return image;
  }

  /** An RGB image whose pixels are computed. */
  static BufferedImage rgb(int width, int height, IntBinaryOperator colourAt) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colourAt.applyAsInt(x, y));
      }
    }
    return image;
  }

  /** An 8-bit grey image of raw values. */
  static BufferedImage grey(int width, int height, int... values) {
    int[][] samples = new int[values.length][];
    for (int i = 0; i < values.length; i++) {
      samples[i] = new int[] {values[i]};
    }
    return image(BufferedImage.TYPE_BYTE_GRAY, width, height, samples);
  }

  private static BufferedImage fill(BufferedImage image, int[][] samples) {
    int width = image.getWidth();
    for (int i = 0; i < samples.length; i++) {
      image.getRaster().setPixel(i % width, i / width, samples[i]);
    }
    return image;
  }

  /** The file's bytes in a format of ImageIO. */
  static byte[] encode(String format, BufferedImage image, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (progressive) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** Writes a file in the format of its extension. */
  static Path save(Path file, BufferedImage image) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return save(file, encode(extension.equals("tif") ? "tiff" : extension, image, false));
  }

  static Path save(Path file, byte[] content) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A PNG file of forms that the JDK does not write; {@code rows} have their filter in front. */
  static byte[] png(
      int width,
      int height,
      int bits,
      int colourType,
      byte[] palette,
      byte[] transparency,
      byte[] rows) {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels)) {
      deflater.write(rows);
      deflater.finish();
      file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
      byte[] header = new byte[13];
      ByteBuffer.wrap(header).putInt(width).putInt(height).put((byte) bits).put((byte) colourType);
      chunk(file, "IHDR", header);
      if (palette.length > 0) {
        chunk(file, "PLTE", palette);
      }
      if (transparency.length > 0) {
        chunk(file, "tRNS", transparency);
      }
      // a comment with a wrong checksum, which must not matter
      file.write(new byte[] {0, 0, 0, 1, 't', 'E', 'X', 't', 'x', 0, 0, 0, 0});
      chunk(file, "IDAT", pixels.toByteArray());
      chunk(file, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    out.write(ByteBuffer.allocate(4).putInt(content.length).array());
    out.write(name);
    out.write(content);
    out.write(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }
}
