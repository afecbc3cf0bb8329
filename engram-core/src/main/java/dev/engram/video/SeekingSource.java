package dev.engram.video;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A video's frames from any of them on, by its index where it has one that can be relied on, else
 * by decoding from the start. What is decoded is compared with the index; at the first difference
 * this goes on without it.
 */
final class SeekingSource extends DelegatingSource {
  /** Frames passed over for which an index is worth reading. */
  private static final long WORTH = 32;

  private final LazyFrameIndex index;
  private final Supplier<FrameSource> opener;
  private FrameSource current;
  private long position;
  private boolean ended;

  /**
   * @param video at its first frame; belongs to this from now on
   * @param opener opens it at its first frame once more
   */
  SeekingSource(FrameSource video, LazyFrameIndex index, Supplier<FrameSource> opener) {
    super(video);
    this.current = video;
    this.index = index;
    this.opener = opener;
  }

  @Override
  public @Nullable Frame next() {
    if (ended) {
      return null;
    }
    Frame frame;
    try {
      frame = current.next();
    } catch (IndexMismatch e) {
      startOver(position);
      frame = current.next();
    }
    position += frame == null ? 0 : 1;
    return frame;
  }

  @Override
  public long skip(long count) {
    long before = position;
    long target = count > Long.MAX_VALUE - before ? Long.MAX_VALUE : before + count;
    FrameIndex frames = count >= WORTH ? index.get() : index.known();
    if (frames != null && isWorthSeeking(frames, target)) {
      seek(frames, target);
    } else {
      decodeUpTo(target);
    }
    return position - before;
  }

  private boolean isWorthSeeking(FrameIndex frames, long target) {
    return target >= frames.count()
        || frames.frameAt(frames.entryFor(target)) > position
        || target < position;
  }

  /**
   * Goes to a frame, forwards or backwards.
   *
   * @param target 0 or more
   * @return the frame that {@link #next} gives: less than {@code target} if the video ends before
   * @throws dev.engram.common.EngramException as {@link #next}, for what has to be decoded
   */
  long seek(long target) {
    FrameIndex frames = target == position ? index.known() : index.get();
    if (frames != null && isWorthSeeking(frames, target)) {
      seek(frames, target);
    } else if (target < position) {
      startOver(target);
    } else {
      decodeUpTo(target);
    }
    return position;
  }

  /**
   * Goes forward to a frame if that takes no decoding from the start.
   *
   * @return the frame that {@link #next} gives
   */
  long jump(long target) {
    FrameIndex frames = index.get();
    if (frames != null && isWorthSeeking(frames, target)) {
      seek(frames, target);
    }
    return position;
  }

  private void seek(FrameIndex frames, long target) {
    ended = target >= frames.count();
    if (ended) {
      position = frames.count();
      return;
    }
    try {
      if (current instanceof VideoSource video && video.seek(frames, target)) {
        position = target;
        return;
      }
    } catch (IndexMismatch e) {
      // as when it could not be found
    }
    startOver(target);
  }

  private void decodeUpTo(long target) {
    if (ended) {
      return;
    }
    try {
      position += current.skip(target - position);
    } catch (IndexMismatch e) {
      startOver(target);
    }
  }

  private void startOver(long target) {
    index.distrust();
    current.close();
    ended = false;
    position = 0;
    current = opener.get();
    position = current.skip(target);
  }

  @Override
  public void close() {
    ended = true;
    current.close();
  }
}
