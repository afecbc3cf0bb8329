package dev.engram.video;

import dev.engram.common.EngramException;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Some of a video's frames in ascending order, in one pass. */
final class ChosenFrames extends DelegatingSource {
  /** Those that are still to come; one that cannot be read stays, so that it fails again. */
  private final TreeSet<Long> indices;

  private long position;

  /**
   * @param source at its first frame; belongs to this from now on
   */
  ChosenFrames(FrameSource source, SortedSet<Long> indices) {
    super(source);
    this.indices = new TreeSet<>(indices);
  }

  @Override
  public @Nullable Frame next() {
    if (indices.isEmpty()) {
      return null;
    }
    long index = indices.first();
    position += source.skip(index - position);
    Frame frame = position < index ? null : source.next();
    if (frame == null) {
      throw new EngramException(
          String.format(
              Locale.ROOT,
              "%s: has %d frames, so there is no frame %d. They count from 0; choose one up to %d.",
              describe(),
              position,
              index,
              position - 1));
    }
    position++;
    indices.remove(index);
    return frame;
  }

  @Override
  public long skip(long count) {
    long skipped = 0;
    while (skipped < count && indices.pollFirst() != null) {
      skipped++;
    }
    return skipped;
  }

  @Override
  public void close() {
    source.close();
  }
}
