package dev.engram.video;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a video's frames, which may be closed while another thread reads it: that thread
 * then frees it, as a decoder must not be freed under its reader.
 */
final class Pass extends DelegatingSource {
  private final Consumer<Pass> onClose;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile boolean closed;

  /**
   * @param source belongs to this from now on
   * @param onClose told once or more that this is closed
   */
  Pass(FrameSource source, Consumer<Pass> onClose) {
    super(source);
    this.onClose = onClose;
  }

  @Override
  public @Nullable Frame next() {
    reading.lock();
    try {
      return closed ? null : source.next();
    } finally {
      leave();
    }
  }

  @Override
  public long skip(long count) {
    reading.lock();
    try {
      return closed ? 0 : source.skip(count);
    } finally {
      leave();
    }
  }

  /**
   * As {@link SeekingSource#seek}, also for images.
   *
   * @return 0 if this is closed
   */
  long seek(long index) {
    reading.lock();
    try {
      if (closed) {
        return 0;
      }
      return source instanceof SeekingSource video
          ? video.seek(index)
          : ((ImageFolderSource) source).seek(index);
    } finally {
      leave();
    }
  }

  private void leave() {
    reading.unlock();
    if (closed) {
      free();
    }
  }

  @Override
  public void close() {
    closed = true;
    free();
    onClose.accept(this);
  }

  /** Does nothing while the other thread reads: it comes by here when it is done. */
  private void free() {
    if (reading.tryLock()) {
      try {
        source.close();
      } finally {
        reading.unlock();
      }
    }
  }
}
