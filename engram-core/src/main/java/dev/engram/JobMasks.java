package dev.engram;

import dev.engram.common.EngramException;
import dev.engram.mask.FrameNames;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskEntry;
import dev.engram.mask.MaskSet;
import dev.engram.video.FrameAccess;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The masks of a job, by the frame that each belongs to. */
final class JobMasks {
  private final SortedMap<Integer, MaskEntry> byFrame;

  private JobMasks(SortedMap<Integer, MaskEntry> byFrame) {
    this.byFrame = byFrame;
  }

  /**
   * @throws EngramException if one belongs to no frame, as far as can be told before the video is
   *     read
   */
  static JobMasks match(FrameAccess video, MaskSet masks, FrameRange range) {
    SortedMap<Integer, MaskEntry> matched = masks.match(FrameNames.orUnknown(video.names()));
    if (video.names().isEmpty() && video.frameCount() > 0) {
      MaskSet.requireBefore(matched, video.frameCount());
    }
    MaskEntry only =
        masks.entries().size() == 1 && !masks.framesAreKnown() ? masks.entries().get(0) : null;
    if (only != null
        && only.stem().chars().noneMatch(Character::isDigit)
        && !video.names().contains(only.stem())) {
      matched = new TreeMap<>();
      matched.put(Math.toIntExact(range.first()), only);
    }
    return new JobMasks(matched);
  }

  /** Those that are taken, ascending; not copied. */
  SortedMap<Integer, MaskEntry> byFrame() {
    return byFrame;
  }

  /** Forgets all but the first; there must be one. */
  void keepFirst() {
    byFrame.tailMap(byFrame.firstKey() + 1).clear();
  }

  /**
   * Forgets those outside of a range; there must be one.
   *
   * @throws EngramException if none is left
   */
  void keepOnly(FrameRange range) {
    int first = byFrame.firstKey();
    MaskEntry entry = byFrame.get(first);
    byFrame.keySet().removeIf(frame -> !range.contains(frame));
    if (byFrame.isEmpty()) {
      throw new EngramException(
          entry
              + ": belongs to frame "
              + first
              + ", but only frames "
              + range
              + " are asked for. Give a mask of one of these.");
    }
  }

  /** Takes the mask of a frame out. */
  @Nullable MaskEntry take(long frame) {
    return byFrame.remove((int) frame);
  }

  /**
   * @throws EngramException if a mask that was not taken belongs to none of so many frames
   */
  void requireBefore(long frames) {
    MaskSet.requireBefore(byFrame, frames);
  }

  /**
   * @throws EngramException if it has no object
   */
  static Mask withObjects(MaskEntry entry, Mask mask) {
    if (mask.labels().labels().length == 0) {
      throw new EngramException(
          entry.name()
              + ": the mask has no object. Mark at least one, or leave it out (or say with"
              + " --empty-masks that none is in the frame).");
    }
    return mask;
  }
}
