package dev.engram.mask;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Encodes PNG files: the same bytes for the same pixels, fast. Flat label maps compress by a factor
 * of hundreds at any level, so the fastest is used for them.
 */
final class PngEncoder {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int CHUNK = 1 << 16;

  private PngEncoder() {}

  /** The rows of an image. */
  interface Rows {
    /**
     * @param row to fill: the samples as they go into the file
     */
    void fill(int y, byte[] row);
  }

  /** One byte a pixel, with 256 colours {@code 0xRRGGBB}. */
  static void indexed(OutputStream out, int width, int height, Palette palette, Rows rows)
      throws IOException {
    byte[] colours = new byte[3 * 256];
    for (int i = 0; i < 256; i++) {
      int rgb = palette.rgb(i);
      colours[3 * i] = (byte) (rgb >> 16);
      colours[3 * i + 1] = (byte) (rgb >> 8);
      colours[3 * i + 2] = (byte) rgb;
    }
    write(out, new int[] {width, height, 8, 3, width}, colours, rows, false);
  }

  /** One byte a pixel. */
  static void grey8(OutputStream out, int width, int height, Rows rows) throws IOException {
    write(out, new int[] {width, height, 8, 0, width}, new byte[0], rows, false);
  }

  /** Two bytes a pixel, the higher first. */
  static void grey16(OutputStream out, int width, int height, Rows rows) throws IOException {
    write(out, new int[] {width, height, 16, 0, 2 * width}, new byte[0], rows, false);
  }

  /** Three bytes a pixel: red, green, blue. */
  static void rgb(OutputStream out, int width, int height, Rows rows) throws IOException {
    write(out, new int[] {width, height, 8, 2, 3 * width}, new byte[0], rows, true);
  }

  /** Four bytes a pixel: red, green, blue, and how opaque. */
  static void rgba(OutputStream out, int width, int height, Rows rows) throws IOException {
    write(out, new int[] {width, height, 8, 6, 4 * width}, new byte[0], rows, true);
  }

  private static void write(
      OutputStream target, int[] format, byte[] palette, Rows rows, boolean picture)
      throws IOException {
    DataOutputStream out = new DataOutputStream(target);
    out.write(SIGNATURE);
    byte[] header = new byte[13];
    for (int i = 0; i < 4; i++) {
      header[i] = (byte) (format[0] >> (24 - 8 * i));
      header[4 + i] = (byte) (format[1] >> (24 - 8 * i));
    }
    header[8] = (byte) format[2];
    header[9] = (byte) format[3];
    chunk(out, "IHDR", header, header.length);
    if (palette.length > 0) {
      chunk(out, "PLTE", palette, palette.length);
    }
    Deflater deflater = new Deflater(picture ? 4 : Deflater.BEST_SPEED);
    try {
      pixels(out, format[1], format[4], rows, picture, deflater);
    } finally {
      deflater.end();
    }
    chunk(out, "IEND", new byte[0], 0);
    out.flush();
  }

  private static void pixels(
      DataOutputStream out, int height, int length, Rows rows, boolean picture, Deflater deflater)
      throws IOException {
    byte[] row = new byte[length];
    byte[] above = new byte[length];
    byte[] line = new byte[length + 1];
    byte[] compressed = new byte[CHUNK];
    int filled = 0;
    for (int y = 0; y < height; y++) {
      rows.fill(y, row);
      if (picture) {
        // the difference from the row above serves photographs; labels compress best as they are
        line[0] = 2;
        for (int i = 0; i < length; i++) {
          line[i + 1] = (byte) (row[i] - above[i]);
        }
        System.arraycopy(row, 0, above, 0, length);
      } else {
        System.arraycopy(row, 0, line, 1, length);
      }
      deflater.setInput(line);
      while (!deflater.needsInput()) {
        filled += deflater.deflate(compressed, filled, CHUNK - filled);
        filled = flushIfFull(out, compressed, filled);
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      filled += deflater.deflate(compressed, filled, CHUNK - filled);
      filled = flushIfFull(out, compressed, filled);
    }
    if (filled > 0) {
      chunk(out, "IDAT", compressed, filled);
    }
  }

  private static int flushIfFull(DataOutputStream out, byte[] compressed, int filled)
      throws IOException {
    if (filled < CHUNK) {
      return filled;
    }
    chunk(out, "IDAT", compressed, CHUNK);
    return 0;
  }

  private static void chunk(DataOutputStream out, String type, byte[] content, int length)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content, 0, length);
    out.writeInt(length);
    out.write(name);
    out.write(content, 0, length);
    out.writeInt((int) checksum.getValue());
  }
}
