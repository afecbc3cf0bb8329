package dev.engram.studio.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** PNG and zip files, good ones and such as unpack to far more than they are. */
final class Pngs {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private Pngs() {}

  /** A palette PNG whose compressed data unpack to so many bytes, whatever its header declares. */
  static byte[] of(int width, int height, long unpacked) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 3, 0, 0, 0})
            .array();
    chunk(file, "IHDR", header);
    chunk(file, "PLTE", new byte[] {0, 0, 0, 100, 20, 20});
    chunk(file, "IDAT", nearlyNothing(unpacked));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  /** A good one. */
  static byte[] good() {
    int width = ServedClip.CLIP.width();
    int height = ServedClip.CLIP.height();
    return of(width, height, (long) (width + 1) * height);
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content) {
    byte[] typed =
        ByteBuffer.allocate(4 + content.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(content)
            .array();
    CRC32 checksum = new CRC32();
    checksum.update(typed);
    file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    file.writeBytes(typed);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }

  private static byte[] nearlyNothing(long count) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED), 1 << 16)) {
      byte[] block = new byte[1 << 16];
      block[10] = 1;
      for (long left = count; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
        block[10] = 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** A zip file of one content under many names. */
  static byte[] zip(byte[] content, String... names) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name, content);
    }
    return zip(files);
  }

  /** A zip file of files by their names. */
  static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  /** A zip file of entries that each unpack to so many zeros. */
  static byte[] bomb(int entries, String ending, long unpacked) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setLevel(Deflater.BEST_SPEED);
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < entries; i++) {
        zip.putNextEntry(new ZipEntry(String.format("%05d%s", i, ending)));
        for (long left = unpacked; left > 0; left -= block.length) {
          zip.write(block, 0, (int) Math.min(left, block.length));
        }
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
