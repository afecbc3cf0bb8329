package dev.engram.export;

import dev.engram.common.AtomicFile;
import dev.engram.mask.Box;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Run lengths that come frame by frame and leave object by object. They wait in a file, so that a
 * long video takes no more memory than a few numbers a frame and object.
 */
final class TrackSpool implements AutoCloseable {
  /**
   * An object in a frame.
   *
   * @param frame its index
   * @param offset where its text begins
   * @param length of its text in bytes
   */
  record Shape(long frame, Box box, int area, long offset, int length) {}

  private final Path target;
  private final FileChannel file;
  private final Map<Integer, List<Shape>> shapes = new LinkedHashMap<>();
  private long end;

  /**
   * @param target beside which the file lies; deleted when closed
   */
  TrackSpool(Path target) {
    this.target = target;
    Path place = target.toAbsolutePath().normalize();
    Path temporary = AtomicFile.temporaryFor(place.resolveSibling(place.getFileName() + ".runs"));
    try {
      file =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(target, e);
    }
  }

  /**
   * @param text in ASCII
   */
  void add(int label, long frame, Box box, int area, String text) {
    ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
    int length = bytes.remaining();
    try {
      for (long at = end; bytes.hasRemaining(); ) {
        at += file.write(bytes, at);
      }
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(target, e);
    }
    shapes
        .computeIfAbsent(label, key -> new ArrayList<>())
        .add(new Shape(frame, box, area, end, length));
    end += length;
  }

  /** An object's, by ascending frame. */
  List<Shape> of(int label) {
    return shapes.getOrDefault(label, List.of());
  }

  String text(Shape shape) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(shape.length());
    int read = 0;
    while (read >= 0 && bytes.hasRemaining()) {
      read = file.read(bytes, shape.offset() + bytes.position());
    }
    return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // a stray hidden file is the lesser harm
      return;
    }
  }
}
