package dev.engram.checkpoint;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.StringJoiner;

/**
 * NumPy's {@code .npy} format for arrays of float32, uint8 and int64 in C order: the last dimension
 * runs fastest, bytes are little-endian.
 */
public final class NpyFile {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy keeps the data at a multiple of this. */
  private static final int ALIGNMENT = 64;

  /** The magic, two bytes of version, two of length. */
  private static final int PREFIX_BYTES = 10;

  /** Far more than 64 dimensions take. */
  private static final int MAX_HEADER = 1 << 16;

  private NpyFile() {}

  /**
   * Reads a file.
   *
   * @throws EngramException if it cannot be read or is no such array; names the file
   */
  public static TensorData read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, file.toString());
    } catch (IOException e) {
      throw Place.of(file)
          .refuse("cannot be read (" + AtomicFile.reason(e) + ")", "Give a .npy file", e);
    }
  }

  /**
   * Reads an array and leaves the stream after its last byte.
   *
   * @param in not closed
   * @param name starts the messages, such as the file's name
   * @throws EngramException if it is no such array or is cut short
   * @throws IOException if the stream cannot be read
   */
  public static TensorData read(InputStream in, String name) throws IOException {
    Place place = new Place(name);
    byte[] prefix = exactly(in, MAGIC.length + 2, place);
    if (!Arrays.equals(prefix, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw place.refuse("is no .npy file", "Save it with numpy.save");
    }
    int version = prefix[MAGIC.length];
    if (version < 1 || version > 3) {
      throw place.refuse("is of .npy version " + version, "Save it as version 1.0 or 2.0");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    long headerBytes = littleEndian(exactly(in, lengthBytes, place));
    if (headerBytes > MAX_HEADER) {
      throw place.refuse("has a header of " + headerBytes + " bytes", Place.GET_AGAIN);
    }
    byte[] header = exactly(in, (int) headerBytes, place);
    NpyHeader parsed = NpyHeader.parse(new String(header, StandardCharsets.UTF_8), place);
    // grows with what arrives, so that a header alone cannot take memory
    byte[] bytes = exactly(in, parsed.byteCount(), place);
    return TensorData.of(parsed.type(), parsed.shape(), ByteBuffer.wrap(bytes));
  }

  /**
   * Writes floats as float32.
   *
   * @param out not closed
   * @param shape its product is the number of values
   * @throws IllegalArgumentException if the shape does not fit
   * @throws IOException if it cannot be written
   */
  public static void write(OutputStream out, float[] values, long... shape) throws IOException {
    write(out, TensorData.ofFloats(values, shape));
  }

  /**
   * Writes the buffer's remaining bytes as uint8.
   *
   * @param out not closed
   * @param values not changed, nor its position
   * @param shape its product is the number of values
   * @throws IllegalArgumentException if the shape does not fit
   * @throws IOException if it cannot be written
   */
  public static void write(OutputStream out, ByteBuffer values, long... shape) throws IOException {
    write(out, TensorData.of(ElementType.U8, shape, values));
  }

  /**
   * Writes a tensor of F32, U8 or I64, as version 1.0.
   *
   * @param out not closed
   * @throws IllegalArgumentException if its elements are of another type
   * @throws IOException if it cannot be written
   */
  public static void write(OutputStream out, TensorData tensor) throws IOException {
    StringJoiner shape = new StringJoiner(", ", "(", tensor.shape().length == 1 ? ",)" : ")");
    for (long size : tensor.shape()) {
      shape.add(Long.toString(size));
    }
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
            .formatted(NpyHeader.descr(tensor.type()), shape);
    int end = PREFIX_BYTES + text.length() + 1;
    int padding = Math.floorMod(-end, ALIGNMENT);
    byte[] header = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) header.length, (byte) (header.length >> 8)});
    out.write(header);
    ByteBuffer bytes = tensor.bytes();
    WritableByteChannel channel = Channels.newChannel(out);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static byte[] exactly(InputStream in, int count, Place place) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw place.refuse("is cut short", Place.GET_AGAIN);
    }
    return bytes;
  }

  private static long littleEndian(byte[] bytes) {
    ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    return eight.put(0, bytes).getLong(0);
  }
}
