package dev.engram.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The safetensors format: eight bytes with the header's length, a header in JSON, the tensors'
 * bytes without gap.
 */
public final class SafeTensors {
  /** The format's own limit. */
  private static final long MAX_HEADER = 100_000_000;

  private static final int LENGTH_BYTES = 8;

  private SafeTensors() {}

  /**
   * Reads a file into the heap.
   *
   * @throws EngramException if it cannot be read or is not as the format has it; names the file
   */
  public static StateDict read(Path file) {
    Place place = Place.of(file);
    try (FileChannel in = FileChannel.open(file)) {
      return read(in, in.size(), place, file);
    } catch (IOException e) {
      throw unreadable(place, e);
    }
  }

  /**
   * Reads a stream to its end into the heap.
   *
   * @param in not closed
   * @param name starts the messages
   * @throws EngramException if it is not as the format has it
   * @throws IOException if the stream cannot be read
   */
  static StateDict read(InputStream in, String name) throws IOException {
    byte[] bytes = in.readAllBytes();
    ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(bytes));
    return read(channel, bytes.length, new Place(name), null);
  }

  /**
   * Reads the metadata of a file, and none of its tensors.
   *
   * @throws EngramException as {@link #read(Path)}
   */
  public static Map<String, String> metadata(Path file) {
    Place place = Place.of(file);
    try (FileChannel in = FileChannel.open(file)) {
      return header(in, in.size(), place).metadata();
    } catch (IOException e) {
      throw unreadable(place, e);
    }
  }

  private static EngramException unreadable(Place place, IOException e) {
    return place.refuse(
        "cannot be read (" + AtomicFile.reason(e) + ")", "Give a .safetensors file", e);
  }

  private static SafeTensorsHeader header(ReadableByteChannel in, long size, Place place)
      throws IOException {
    long headerBytes = headerLength(in, size, place);
    byte[] json = new byte[(int) headerBytes];
    readFully(in, ByteBuffer.wrap(json), place);
    return SafeTensorsHeader.parse(json, size - LENGTH_BYTES - headerBytes, place);
  }

  private static StateDict read(
      ReadableByteChannel in, long size, Place place, @Nullable Path source) throws IOException {
    SafeTensorsHeader header = header(in, size, place);
    Map<String, TensorData> tensors = new HashMap<>();
    for (SafeTensorsHeader.Entry entry : header.byPosition()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) (entry.end() - entry.begin()));
      readFully(in, bytes, place);
      tensors.put(entry.name(), TensorData.of(entry.type(), entry.shapeArray(), bytes.flip()));
    }
    return inOrder(header, tensors, source);
  }

  /**
   * Writes a file, whole or not at all. The same weights give the same bytes: metadata is sorted by
   * key, the header keeps the tensors' order, and their bytes come with the widest elements first,
   * so that all lie at multiples of their elements' size.
   *
   * <p>To write in another precision, write {@link StateDict#withFloatsAs}.
   *
   * @throws EngramException if it cannot be written; names the file
   * @throws IllegalArgumentException if a tensor is named {@code __metadata__}, which the format
   *     keeps for itself
   */
  public static void write(Path file, StateDict weights) {
    if (weights.contains(SafeTensorsHeader.METADATA)) {
      throw new IllegalArgumentException(SafeTensorsHeader.METADATA + " is no name for a tensor");
    }
    List<String> byWidth = new ArrayList<>(weights.names());
    byWidth.sort(Comparator.comparingInt(name -> -tensor(weights, name).type().bytes()));
    AtomicFile.write(
        file,
        out -> {
          byte[] header = header(weights, byWidth);
          out.write(
              ByteBuffer.allocate(LENGTH_BYTES)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putLong(header.length)
                  .array());
          out.write(header);
          WritableByteChannel channel = Channels.newChannel(out);
          for (String name : byWidth) {
            ByteBuffer bytes = tensor(weights, name).bytes();
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          }
        });
  }

  /** Whether a file with these first bytes (nine at least) can only be meant as safetensors. */
  static boolean isLikely(byte[] start) {
    if (start.length <= LENGTH_BYTES || start[LENGTH_BYTES] != '{') {
      return false;
    }
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 0 && length <= MAX_HEADER;
  }

  private static long headerLength(ReadableByteChannel in, long size, Place place)
      throws IOException {
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(in, length, place);
    long headerBytes = length.flip().getLong();
    if (headerBytes < 0 || headerBytes > MAX_HEADER) {
      throw place.refuse(
          "is no .safetensors file (its header would have more than 100 MB)", Place.GET_AGAIN);
    }
    if (headerBytes > size - LENGTH_BYTES) {
      throw cutShort(place);
    }
    return headerBytes;
  }

  private static void readFully(ReadableByteChannel in, ByteBuffer into, Place place)
      throws IOException {
    while (into.hasRemaining()) {
      if (in.read(into) < 0) {
        throw cutShort(place);
      }
    }
  }

  private static EngramException cutShort(Place place) {
    return place.refuse("is cut short", Place.GET_AGAIN);
  }

  private static StateDict inOrder(
      SafeTensorsHeader header, Map<String, TensorData> tensors, @Nullable Path source) {
    StateDict.Builder out = StateDict.builder();
    if (source != null) {
      out.source(source);
    }
    header.metadata().forEach(out::metadata);
    for (SafeTensorsHeader.Entry entry : header.entries()) {
      TensorData tensor = tensors.get(entry.name());
      if (tensor != null) {
        out.add(entry.name(), tensor);
      }
    }
    return out.build();
  }

  private static byte[] header(StateDict weights, List<String> byWidth) throws IOException {
    Map<String, Long> begins = new HashMap<>();
    long next = 0;
    for (String name : byWidth) {
      begins.put(name, next);
      next += tensor(weights, name).bytes().remaining();
    }
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
      out.writeStartObject();
      if (!weights.metadata().isEmpty()) {
        out.writeObjectFieldStart(SafeTensorsHeader.METADATA);
        for (Map.Entry<String, String> line : new TreeMap<>(weights.metadata()).entrySet()) {
          out.writeStringField(line.getKey(), line.getValue());
        }
        out.writeEndObject();
      }
      for (String name : weights.names()) {
        TensorData tensor = tensor(weights, name);
        long begin = begins.getOrDefault(name, 0L);
        out.writeObjectFieldStart(name);
        out.writeStringField("dtype", tensor.type().name());
        out.writeFieldName("shape");
        out.writeArray(tensor.shape(), 0, tensor.shape().length);
        out.writeFieldName("data_offsets");
        out.writeArray(new long[] {begin, begin + tensor.bytes().remaining()}, 0, 2);
        out.writeEndObject();
      }
      out.writeEndObject();
    }
    // readers map the data: eight-byte alignment is part of the format
    byte[] padded = Arrays.copyOf(json.toByteArray(), (json.size() + 7) / 8 * 8);
    Arrays.fill(padded, json.size(), padded.length, (byte) ' ');
    return padded;
  }

  private static TensorData tensor(StateDict weights, String name) {
    return weights.find(name).orElseThrow();
  }
}
