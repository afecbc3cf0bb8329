package dev.engram.video;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames one after another, in presentation order, all of one size.
 *
 * <p>A source belongs to one thread at a time. Its first frame is decoded when it is opened, so
 * that its size is known and an unreadable input fails at once.
 */
public interface FrameSource extends AutoCloseable {
  /**
   * The next frame, or null after the last.
   *
   * @throws dev.engram.common.EngramException if the input is damaged or breaks off here, or if a
   *     frame has another size; every good frame before that place has been given. Further calls
   *     fail in the same way.
   */
  @Nullable Frame next();

  /**
   * Passes over frames without converting their pixels.
   *
   * @param count how many, 0 or more
   * @return how many were passed over: fewer than {@code count} only if the source ended
   * @throws dev.engram.common.EngramException as {@link #next}
   */
  long skip(long count);

  /**
   * How many frames there are in all: exact for images, the container's count for a video, -1 if it
   * has none (streams, and containers such as MPEG-TS and Matroska).
   */
  long frameCount();

  /**
   * Frames a second: a video's average, 25 for a folder of images (which has no clock of its own),
   * 0 if unknown.
   */
  double frameRate();

  /** Pixels a row of every frame, after rotation. */
  int width();

  /** Rows of every frame, after rotation. */
  int height();

  /** The names of all frames in order if they are image files; empty for a video. */
  List<String> names();

  /** The input as messages name it: a path, a URL or {@code standard input}. */
  String describe();

  /** Frees everything, also in the middle of the stream; a second call does nothing. */
  @Override
  void close();
}
