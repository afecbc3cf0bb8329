package dev.engram.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript module as libtorch loads it: a zip of its source and of a pickle with its
 * tensors. The binding of libtorch has no other way to make a module that can be frozen.
 */
final class TorchScriptArchive {
  private static final String FOLDER = "module/";

  private TorchScriptArchive() {}

  /** A tensor of floats. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Weight(long[] shape, float[] values) {}

  /**
   * @param methods the source of its methods, which take {@code self: __torch__.M}
   * @param weights by the names of its attributes
   */
  static void write(Path file, String methods, Map<String, Weight> weights) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
      store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      store(zip, "code/__torch__.py", source(methods, weights).getBytes(StandardCharsets.UTF_8));
      store(zip, "data.pkl", pickle(weights));
      int number = 0;
      for (Weight weight : weights.values()) {
        ByteBuffer bytes =
            ByteBuffer.allocate(4 * weight.values().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(weight.values());
        store(zip, "data/" + number++, bytes.array());
      }
    }
  }

  private static String source(String methods, Map<String, Weight> weights) {
    StringBuilder text = new StringBuilder("class M(Module):\n  __parameters__ = []\n");
    text.append("  __buffers__ = []\n  training : bool\n");
    weights.keySet().forEach(name -> text.append("  ").append(name).append(" : Tensor\n"));
    return text.append(methods).toString();
  }

  private static byte[] pickle(Map<String, Weight> weights) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x80, 2});
    text(out, "c__torch__\nM\n)\u0081}(");
    string(out, "training");
    out.write(0x89);
    int number = 0;
    for (Map.Entry<String, Weight> entry : weights.entrySet()) {
      Weight weight = entry.getValue();
      string(out, entry.getKey());
      text(out, "ctorch._utils\n_rebuild_tensor_v2\n((");
      string(out, "storage");
      text(out, "ctorch\nFloatStorage\n");
      string(out, String.valueOf(number++));
      string(out, "cpu");
      integer(out, weight.values().length);
      text(out, "tQ");
      integer(out, 0);
      tuple(out, weight.shape());
      long[] strides = new long[weight.shape().length];
      long stride = 1;
      for (int d = strides.length - 1; d >= 0; d--) {
        strides[d] = stride;
        stride *= weight.shape()[d];
      }
      tuple(out, strides);
      out.write(0x89);
      text(out, "ccollections\nOrderedDict\n)RtR");
    }
    text(out, "ub.");
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String opcodes) throws IOException {
    out.write(opcodes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void string(ByteArrayOutputStream out, String value) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.write('X');
    out.write(little(bytes.length));
    out.write(bytes);
  }

  private static void integer(ByteArrayOutputStream out, long value) throws IOException {
    out.write('J');
    out.write(little(Math.toIntExact(value)));
  }

  private static void tuple(ByteArrayOutputStream out, long[] values) throws IOException {
    out.write('(');
    for (long value : values) {
      integer(out, value);
    }
    out.write('t');
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(FOLDER + name);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
