package dev.engram;

import dev.engram.video.FrameAccess;
import dev.engram.video.FrameSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** In which order the frames of a video are segmented. */
public enum Propagation {
  /** Every frame is reached from the nearest reference, forward or backward. */
  OUTWARD,
  /** From the first frame to the last. */
  FORWARD,
  /** From the last frame to the first. */
  BACKWARD;

  /**
   * Frames that follow one another, in either direction; a session is restarted for each.
   *
   * @param from the first that is segmented
   * @param to the last, before {@code from} if it goes backward; {@link Long#MAX_VALUE} for the
   *     video's end
   * @param known whether the first frame belongs to another pass, and is stepped only because this
   *     one starts from it
   */
  public record Pass(long from, long to, boolean known) {
    /** Whether it goes against time. */
    public boolean isBackward() {
      return to < from;
    }

    /**
     * The video at the pass's first frame, going its way; of a pass forward, beyond its last frame
     * too.
     *
     * @return the caller closes it
     * @throws dev.engram.common.EngramException as {@link FrameAccess#forward} and {@link
     *     FrameAccess#backward}
     */
    public FrameSource open(FrameAccess video) {
      return isBackward() ? video.backward(to, from) : video.forward(from);
    }

    /** How many frames it steps, if its end is known. */
    public long steps() {
      return Math.abs(to - from) + 1;
    }

    /** Whether the result of a frame is this pass's to give. */
    public boolean writes(long frame) {
      boolean within = Math.min(from, to) <= frame && frame <= Math.max(from, to);
      return within && !(known && frame == from);
    }
  }

  /**
   * The passes over a range, in which every frame comes once but for those that are {@link
   * Pass#known}.
   *
   * @param references frames with a reference; those outside of the range count too. Without any,
   *     {@link #OUTWARD} goes forward
   * @param range {@link #BACKWARD} needs its end to be known
   */
  public List<Pass> passes(SortedSet<Long> references, FrameRange range) {
    return switch (this) {
      case FORWARD -> List.of(new Pass(range.first(), range.last(), false));
      case BACKWARD -> List.of(new Pass(range.last(), range.first(), false));
      case OUTWARD ->
          references.isEmpty()
              ? FORWARD.passes(references, range)
              : outward(new TreeSet<>(references), range);
    };
  }

  /**
   * What a change of some references can change: all frames between each and its neighbours. As
   * every pass starts anew from a reference, these come out as if the whole video were segmented.
   *
   * @param references as they are after the change
   * @return ranges apart from one another, ascending, within {@code range}
   */
  static List<FrameRange> around(
      Set<Long> changed, NavigableSet<Long> references, FrameRange range) {
    List<FrameRange> ranges = new ArrayList<>();
    for (long frame : new TreeSet<>(changed)) {
      Long before = references.lower(frame);
      Long after = references.higher(frame);
      long first = Math.max(range.first(), before == null ? 0 : before);
      long last = Math.min(range.last(), after == null ? Long.MAX_VALUE : after);
      int end = ranges.size() - 1;
      if (first > last) {
        continue;
      }
      if (end >= 0 && ranges.get(end).last() >= first) {
        first = ranges.remove(end).first();
      }
      ranges.add(new FrameRange(first, last));
    }
    return ranges;
  }

  private static List<Pass> outward(NavigableSet<Long> references, FrameRange range) {
    List<Pass> passes = new ArrayList<>();
    long begin = 0;
    for (Iterator<Long> all = references.iterator(); all.hasNext(); ) {
      long reference = all.next();
      Long next = references.higher(reference);
      long end = next == null ? Long.MAX_VALUE : reference + (next - reference) / 2;
      long from = Math.max(reference, range.first());
      long to = Math.min(end, range.last());
      if (from <= to) {
        passes.add(new Pass(from, to, false));
      }
      long back = Math.max(begin, range.first());
      if (back < reference && back <= range.last()) {
        passes.add(
            range.last() < reference
                ? new Pass(range.last(), back, false)
                : new Pass(reference, back, true));
      }
      begin = end + 1;
    }
    return passes;
  }
}
