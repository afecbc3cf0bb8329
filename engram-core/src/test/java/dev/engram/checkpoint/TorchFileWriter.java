package dev.engram.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Puts a pickle and storages into a zip as torch does: uncompressed, under one folder. */
final class TorchFileWriter {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private boolean compressed;

  static TorchFileWriter of(byte[] pickle) {
    return new TorchFileWriter().entry("archive/data.pkl", pickle);
  }

  TorchFileWriter entry(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  TorchFileWriter entry(String name, String text) {
    return entry(name, text.getBytes(UTF_8));
  }

  TorchFileWriter floats(String key, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return entry("archive/data/" + key, bytes.array());
  }

  TorchFileWriter compressed() {
    compressed = true;
    return this;
  }

  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        if (!compressed) {
          CRC32 crc = new CRC32();
          crc.update(entry.getValue());
          header.setMethod(ZipEntry.STORED);
          header.setSize(entry.getValue().length);
          header.setCrc(crc.getValue());
        }
        zip.putNextEntry(header);
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  Path to(Path file) throws IOException {
    return Files.write(file, toBytes());
  }
}
