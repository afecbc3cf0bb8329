package dev.engram.video;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes pictures of a video's frames and keeps the latest of them. One thread makes; any may ask
 * what is held.
 */
final class FramePictures implements AutoCloseable {
  private record Key(long index, int width) {}

  private final FrameAccess video;
  private final ByteLru<Key, byte[]> jpegs;
  private final ByteLru<Long, Frame> frames;
  private final long jpegCapacity;
  private final int batch;
  private final JpegEncoder encoder = new JpegEncoder();
  private long largest;

  /**
   * @param video read by the making thread; not closed
   * @param capacity bytes of all that is held
   * @param batch frames decoded together on the way backwards, as far as there is room for them
   */
  FramePictures(FrameAccess video, long capacity, int batch) {
    long frameBytes = 3L * video.width() * video.height();
    this.video = video;
    this.jpegCapacity = capacity - capacity / 4;
    this.jpegs = new ByteLru<>(jpegCapacity, jpeg -> jpeg.length);
    this.frames = new ByteLru<>(capacity / 4, frame -> frame.rgb().length);
    this.batch = (int) Math.max(1, Math.min(batch, capacity / 4 / frameBytes));
  }

  synchronized byte @Nullable [] held(long index, int width) {
    return jpegs.get(new Key(index, width));
  }

  synchronized @Nullable Frame held(long index) {
    return frames.get(index);
  }

  /** Without counting as a use. */
  synchronized boolean has(long index, int width) {
    return jpegs.contains(new Key(index, width));
  }

  /** Whether so many JPEGs take no more than half of what may be held. */
  synchronized boolean hasRoom(int count) {
    return count * largest <= jpegCapacity / 2;
  }

  synchronized SortedSet<Long> indices() {
    SortedSet<Long> indices = new TreeSet<>(frames.keys());
    jpegs.keys().forEach(key -> indices.add(key.index()));
    return indices;
  }

  synchronized long bytes() {
    return jpegs.bytes() + frames.bytes();
  }

  /**
   * @param width pixels a row at most
   * @param backwards whether the frames before this one are likely to be wanted next
   */
  byte[] jpeg(long index, int width, boolean backwards) {
    byte[] held = held(index, width);
    if (held != null) {
      return held;
    }
    byte[] jpeg = ownJpeg(index, width);
    if (jpeg == null) {
      jpeg = encoder.encode(frame(index, backwards), width);
    }
    synchronized (this) {
      largest = Math.max(largest, jpeg.length);
      jpegs.put(new Key(index, width), jpeg);
    }
    return jpeg;
  }

  /** As {@link #jpeg}. */
  Frame frame(long index, boolean backwards) {
    Frame held = held(index);
    if (held != null) {
      return held;
    }
    if (backwards) {
      readBatch(index);
      held = held(index);
    }
    return held != null ? held : read(index);
  }

  /** A video is decoded up to a frame anyway, so those before it are kept on the way. */
  private void readBatch(long last) {
    long first = Math.max(0, last - batch + 1);
    try {
      for (long index = first; index < last; index++) {
        read(index);
      }
    } catch (EngramException e) {
      // told when that frame is asked for
      return;
    }
    read(last);
  }

  private Frame read(long index) {
    Frame frame = video.frame(index);
    synchronized (this) {
      frames.put(index, frame);
    }
    return frame;
  }

  /** The bytes of an image file that a browser shows as its frame is, or null. */
  private byte @Nullable [] ownJpeg(long index, int width) {
    Path file = video.imageFile(index);
    if (file == null || width < video.width()) {
      return null;
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      JpegHeader header = JpegHeader.of(bytes);
      return header.isPlain(video.width(), video.height()) && JpegHeader.hasEnd(bytes)
          ? bytes
          : null;
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Check the path and its rights.",
          e);
    }
  }

  @Override
  public void close() {
    encoder.close();
    synchronized (this) {
      jpegs.clear();
      frames.clear();
    }
  }
}
