package dev.engram.video;

import dev.engram.common.EngramException;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A video's frames from a later to an earlier one.
 *
 * <p>Videos decode forwards only, so they come in chunks: each is decoded in order, held, and given
 * away from its end. For every chunk the video is opened again. One with a {@link FrameIndex} is
 * decoded from the key picture before the chunk, and chunks begin at key pictures, so that each
 * frame is decoded once unless key pictures are further apart than a chunk is long. Without an
 * index it is passed over from its first frame: a frame's index is known for certain by counting.
 */
final class BackwardVideo extends DelegatingSource {
  /** How many frames are passed over before an interruption is noticed. */
  private static final long PATIENCE = 64;

  private final Supplier<FrameSource> opener;
  private final LongUnaryOperator entries;
  private final int chunk;
  private final long first;
  private final ArrayDeque<Frame> held = new ArrayDeque<>();
  private long last;
  private boolean lastExists;

  /**
   * @param properties of the video; not read, not closed
   * @param opener opens the video at its first frame
   * @param entries gives the first frame at or after one from which decoding can begin
   * @param chunk how many frames are held at most, 1 or more
   * @param last may lie beyond the end
   */
  BackwardVideo(
      FrameSource properties,
      Supplier<FrameSource> opener,
      LongUnaryOperator entries,
      int chunk,
      long first,
      long last) {
    super(properties);
    this.opener = opener;
    this.entries = entries;
    this.chunk = chunk;
    this.first = first;
    this.last = last;
  }

  /**
   * {@inheritDoc}
   *
   * @throws CancellationException if the calling thread is interrupted while it decodes a chunk
   */
  @Override
  public @Nullable Frame next() {
    while (held.isEmpty() && last >= first) {
      fill();
    }
    return held.pollLast();
  }

  @Override
  public long skip(long count) {
    long skipped = 0;
    while (skipped < count) {
      if (held.isEmpty() && lastExists) {
        long jump = Math.min(count - skipped, last - first + 1);
        last -= jump;
        return skipped + jump;
      }
      if (next() == null) {
        break;
      }
      skipped++;
    }
    return skipped;
  }

  /** Holds the chunk up to {@code last}, or learns that the video ends before it. */
  private void fill() {
    long from = Math.max(first, last - chunk + 1);
    long entry = from == first ? from : entries.applyAsLong(from);
    from = entry <= last ? entry : from;
    long end;
    try (FrameSource video = opener.get()) {
      end = pass(video, from);
      Frame frame = end < from ? null : video.next();
      while (frame != null) {
        held.addLast(frame);
        end++;
        requireNoInterruption();
        frame = end > last ? null : video.next();
      }
    } catch (RuntimeException | Error e) {
      held.clear();
      throw e;
    }
    if (lastExists && end <= last) {
      held.clear();
      throw new EngramException(
          String.format(
              Locale.ROOT,
              "%s: had a frame %d before, and now ends after %d frames. Leave it as it is while it"
                  + " is read, and start again.",
              describe(),
              last,
              end));
    }
    lastExists = true;
    last = Math.max(first, held.isEmpty() ? end : from) - 1;
  }

  private long pass(FrameSource video, long count) {
    long passed = video instanceof SeekingSource seeking ? seeking.jump(count) : 0;
    while (passed < count) {
      long more = video.skip(Math.min(PATIENCE, count - passed));
      if (more == 0) {
        break;
      }
      passed += more;
      requireNoInterruption();
    }
    return passed;
  }

  private void requireNoInterruption() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while reading " + describe());
    }
  }

  @Override
  public void close() {
    held.clear();
    last = first - 1;
  }
}
