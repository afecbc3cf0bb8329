package dev.engram.video;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes another source's frames ahead, on a thread of its own.
 *
 * <p>What goes wrong there is thrown at the frame where it went wrong, after all frames before it.
 * The other source is closed with this one.
 */
public final class PrefetchingSource extends DelegatingSource {
  private static final int DEFAULT_AHEAD = 4;
  private static final long CLOSING_MILLIS = 2000;

  /** A frame, an error, or with neither the end. */
  private record Delivery(@Nullable Frame frame, @Nullable Throwable error) {}

  private static final Delivery END = new Delivery(null, null);

  private final BlockingQueue<Delivery> queue;
  private final Thread reader;
  private volatile boolean closed;
  private boolean started;
  private @Nullable Delivery last;

  /** Holds up to four frames ready. */
  public PrefetchingSource(FrameSource source) {
    this(source, DEFAULT_AHEAD);
  }

  /**
   * @param source belongs to this from now on
   * @param ahead how many frames are held ready at most, 1 or more
   */
  public PrefetchingSource(FrameSource source, int ahead) {
    super(source);
    this.queue = new ArrayBlockingQueue<>(ahead);
    this.reader = new Thread(this::readAll, "engram-reader");
    reader.setDaemon(true);
  }

  private void readAll() {
    try {
      boolean more = true;
      while (more && !closed) {
        Delivery delivery = readOne();
        more = delivery.frame() != null;
        queue.put(delivery);
      }
    } catch (InterruptedException e) {
      // closed while the queue was full: nobody waits for this frame
      Thread.currentThread().interrupt();
    } finally {
      source.close();
    }
  }

  private Delivery readOne() {
    try {
      return new Delivery(source.next(), null);
    } catch (RuntimeException | Error e) {
      return new Delivery(null, e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws CancellationException if the calling thread is interrupted while it waits
   */
  @Override
  public @Nullable Frame next() {
    if (closed) {
      return null;
    }
    if (!started) {
      started = true;
      reader.start();
    }
    Delivery delivery = last != null ? last : take();
    if (closed) {
      // what came of the interruption is nobody's concern
      return null;
    }
    if (delivery.frame() == null) {
      last = delivery;
    }
    if (delivery.error() instanceof RuntimeException e) {
      throw e;
    }
    if (delivery.error() instanceof Error e) {
      throw e;
    }
    return delivery.frame();
  }

  private Delivery take() {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for " + describe());
    }
  }

  @Override
  public long skip(long count) {
    if (!started && !closed) {
      return source.skip(count);
    }
    long skipped = 0;
    while (skipped < count && next() != null) {
      skipped++;
    }
    return skipped;
  }

  /**
   * Stops the reader and frees what it holds. Whoever waits for a frame on another thread gets
   * null. If the reader waits for input that cannot be interrupted (standard input), it does so
   * when that wait ends, in the background.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!started) {
      source.close();
      return;
    }
    reader.interrupt();
    try {
      reader.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    queue.clear();
    queue.offer(END);
  }
}
