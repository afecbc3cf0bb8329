package dev.engram.video;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of one video for display, in any order, as fast as they can be had.
 *
 * <p>One thread of its own decodes. It serves what was asked for last first, as a user who drags
 * along a timeline cares for the newest picture alone, and passes over what nobody waits for any
 * more: cancel the future of a picture that is not wanted. When nothing is asked for it decodes
 * what follows the last frame asked for, or, when the requests have been going backwards, what
 * comes before it. What was made is kept within a number of bytes, the latest used.
 *
 * <p>Safe for any number of threads. Futures are completed on the decoding thread, which their
 * dependents should not hold up ({@code thenApplyAsync}). A failure concerns its own frame only;
 * the future then holds what {@link FrameAccess#frame} throws.
 */
public final class FrameCache implements AutoCloseable {
  /** Frames kept ready beyond the last one asked for. */
  static final int AHEAD = 48;

  /** Frames decoded together when requests go backwards. */
  private static final int BATCH = 24;

  private static final long CLOSING_MILLIS = 2000;

  /** What is waited for, by whom, and how to serve it. */
  private record Request(CompletableFuture<?> future, Runnable serve) {}

  /** What to make ready before it is asked for. */
  private record Step(long index, int width, boolean backwards) {}

  private final Object lock = new Object();
  private final FrameAccess video;
  private final FramePictures pictures;
  private final Thread decoder;
  private final Deque<Request> pending = new ArrayDeque<>();
  private final TreeSet<Long> failed = new TreeSet<>();
  private long cursor = -1;
  private int width;
  private boolean backwards;
  private int stepsAhead;
  private boolean serving;
  private boolean closed;

  private FrameCache(FrameAccess video, long capacity) {
    this.video = video;
    this.pictures = new FramePictures(video, capacity, BATCH);
    this.decoder = new Thread(this::run, "engram-pictures");
    decoder.setDaemon(true);
    decoder.start();
  }

  /**
   * @param input what {@link FrameAccess#open(String)} opens, and can be opened again
   * @param capacity bytes of pictures and frames that are kept, 0 or more; a quarter of it holds
   *     frames of full size
   * @return the caller closes it
   * @throws dev.engram.common.EngramException if nothing is there, nothing that can be decoded, or
   *     what is there can be read only once; names the input
   */
  public static FrameCache open(String input, long capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("a capacity of " + capacity + " bytes");
    }
    FrameAccess video = FrameAccess.open(input);
    try {
      video.requireReopening();
      return new FrameCache(video, capacity);
    } catch (RuntimeException | Error e) {
      video.close();
      throw e;
    }
  }

  /**
   * A frame as a JPEG file of about quality 85.
   *
   * @param index 0 or more
   * @param maxWidth pixels a row at most, 1 or more: a wider frame is scaled down to it, a narrower
   *     one keeps its size. A JPEG of an image folder that needs no change is given as it is.
   * @return shared and not to be changed; cancelled when this is closed. Cancel it when nobody
   *     waits for it any more.
   * @throws IllegalStateException if this is closed
   */
  public CompletableFuture<byte[]> jpeg(long index, int maxWidth) {
    requireIndex(index);
    if (maxWidth < 1) {
      throw new IllegalArgumentException("a picture of " + maxWidth + " pixels a row");
    }
    int shown = Math.min(maxWidth, video.width());
    synchronized (lock) {
      requireOpen();
      boolean near = cursor - index <= BATCH;
      backwards = index < cursor ? near : backwards && index == cursor;
      cursor = index;
      width = shown;
      stepsAhead = 0;
      byte[] held = pictures.held(index, shown);
      if (held != null) {
        lock.notifyAll();
        return CompletableFuture.completedFuture(held);
      }
      return ask(() -> pictures.jpeg(index, shown, goingBackwards()));
    }
  }

  /**
   * A frame of full size, for tools that work on pixels.
   *
   * @param index 0 or more
   * @return shared: its pixels are not to be changed; otherwise as {@link #jpeg}
   * @throws IllegalStateException if this is closed
   */
  public CompletableFuture<Frame> frame(long index) {
    requireIndex(index);
    synchronized (lock) {
      requireOpen();
      Frame held = pictures.held(index);
      if (held != null) {
        return CompletableFuture.completedFuture(held);
      }
      return ask(() -> pictures.frame(index, goingBackwards()));
    }
  }

  /** Has the decoding thread do something. */
  <T> CompletableFuture<T> ask(Supplier<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    synchronized (lock) {
      requireOpen();
      pending.push(new Request(future, () -> future.complete(work.get())));
      lock.notifyAll();
    }
    return future;
  }

  /** The frames of which a picture or all pixels are at hand, in ascending order. */
  public List<FrameSpan> cached() {
    SortedSet<Long> indices;
    synchronized (lock) {
      indices = pictures.indices();
    }
    List<FrameSpan> spans = new ArrayList<>();
    long first = -1;
    long last = -2;
    for (long index : indices) {
      if (index != last + 1) {
        if (first >= 0) {
          spans.add(new FrameSpan(first, last));
        }
        first = index;
      }
      last = index;
    }
    if (first >= 0) {
      spans.add(new FrameSpan(first, last));
    }
    return spans;
  }

  /** Bytes that are held now, never more than the capacity. */
  long bytes() {
    synchronized (lock) {
      return pictures.bytes();
    }
  }

  private boolean goingBackwards() {
    synchronized (lock) {
      return backwards;
    }
  }

  private void run() {
    try {
      while (true) {
        Request request;
        Step step = null;
        synchronized (lock) {
          request = newest();
          while (!closed && request == null && (step = nextStep()) == null) {
            lock.wait();
            request = newest();
          }
          if (closed) {
            return;
          }
          serving = request != null;
        }
        if (request != null) {
          serve(request);
          served();
        } else if (step != null) {
          goAhead(step);
        }
      }
    } catch (InterruptedException e) {
      // closed
      Thread.currentThread().interrupt();
    } finally {
      cancelAll();
      pictures.close();
      video.close();
    }
  }

  private void served() {
    synchronized (lock) {
      serving = false;
      lock.notifyAll();
    }
  }

  /**
   * Waits while somebody waits for a picture, so that work which is in less of a hurry leaves the
   * processor to it.
   *
   * @param millis the longest to wait, above 0
   */
  public void giveWay(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    synchronized (lock) {
      while (!closed && (serving || pending.stream().anyMatch(each -> !each.future().isDone()))) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return;
        }
        lock.wait(left);
      }
    }
  }

  private @Nullable Request newest() {
    Request request = pending.poll();
    while (request != null && request.future().isDone()) {
      request = pending.poll();
    }
    return request;
  }

  private static void serve(Request request) {
    try {
      request.serve().run();
    } catch (RuntimeException | Error e) {
      request.future().completeExceptionally(e);
    }
  }

  /**
   * The nearest frame beyond the last one asked for that is not at hand, or null for none. Counted
   * here, under the lock that it is chosen under: counted later it could be taken off what a new
   * request is allowed.
   */
  private @Nullable Step nextStep() {
    if (cursor < 0 || stepsAhead >= AHEAD || !pictures.hasRoom(AHEAD)) {
      return null;
    }
    for (int i = 1; i <= AHEAD; i++) {
      long index = backwards ? cursor - i : cursor + i;
      if (index < 0 || failed.contains(index)) {
        return null;
      }
      if (!pictures.has(index, width)) {
        stepsAhead++;
        return new Step(index, width, backwards);
      }
    }
    return null;
  }

  private void goAhead(Step step) {
    try {
      pictures.jpeg(step.index(), step.width(), step.backwards());
    } catch (RuntimeException e) {
      // told when the frame is asked for
      synchronized (lock) {
        failed.add(step.index());
      }
    }
  }

  private static void requireIndex(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("frame " + index + ": they count from 0");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(video.describe() + " is closed");
    }
  }

  /** As {@link FrameAccess#frameRate}: frames a second, 0 if unknown. */
  public double frameRate() {
    return video.frameRate();
  }

  /** The names of all frames in order if they are image files; empty for a video. */
  public List<String> names() {
    return video.names();
  }

  /**
   * Cancels what is waited for and frees everything; what is being decoded is finished first, for
   * two seconds at most, else in the background. A second call does nothing.
   */
  @Override
  public void close() {
    cancelAll();
    try {
      decoder.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancelAll() {
    List<Request> left;
    synchronized (lock) {
      closed = true;
      left = new ArrayList<>(pending);
      pending.clear();
      lock.notifyAll();
    }
    CancellationException why = new CancellationException(video.describe() + " was closed");
    left.forEach(request -> request.future().completeExceptionally(why));
  }
}
