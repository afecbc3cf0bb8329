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
      throw noFrame(describe(), position, index);
    }
    position++;
    indices.remove(index);
    return frame;
  }

  /**
   * @param count how many frames there are
   */
  static EngramException noFrame(String video, long count, long index) {
    return new EngramException(
        String.format(
            Locale.ROOT,
            "%s: has %d frames, so there is no frame %d. They count from 0; choose one up to %d.",
            video,
            count,
            index,
            count - 1));
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
