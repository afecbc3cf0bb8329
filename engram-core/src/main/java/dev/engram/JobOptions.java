package dev.engram;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SegmentationJob} makes of the masks that it is given, and in which order it goes
 * through the video.
 *
 * @param masks what the masks are
 * @param whole whether an object that a mask lacks, though others show it, is not in its frame;
 *     otherwise the mask says nothing of it
 * @param partial frames whose masks say nothing of what they lack, whatever {@code whole} says
 * @param emptyMasks whether a mask without any object says that none is in its frame; otherwise it
 *     is an error
 * @param propagation in which order frames are segmented
 * @param changed frames whose references were put, replaced or removed since the last run: only the
 *     frames between each and its neighbouring references are segmented anew; empty for all. The
 *     others read the change in permanent memory alone, and keep their masks
 * @param frozen whether memory is read only: nothing but the references is remembered
 * @param unmemorised frames that are segmented but not remembered
 * @param held frames that keep the masks that are in the output folder, which count as truth
 * @param cuts frames that do not follow the one before them
 * @param detectCuts whether to look for cuts as well
 * @param memory references of an earlier session, read beside those of this; null for none
 * @param savedMemory where the references go at the end; null for nowhere
 */
public record JobOptions(
    Masks masks,
    boolean whole,
    Set<Long> partial,
    boolean emptyMasks,
    Propagation propagation,
    Set<Long> changed,
    boolean frozen,
    List<FrameRange> unmemorised,
    List<FrameRange> held,
    Set<Long> cuts,
    boolean detectCuts,
    @Nullable Path memory,
    @Nullable Path savedMemory) {

  /** What masks are. */
  public enum Masks {
    /** References in permanent memory, for all frames (XMem++). */
    REFERENCES,
    /** The first is a reference, others are passed over. */
    FIRST_REFERENCE,
    /** The first starts the segmentation, a later one adds the objects new in it (XMem). */
    ORIGINAL_MEMORY
  }

  /** Copies the lists. */
  public JobOptions {
    partial = Set.copyOf(partial);
    changed = Set.copyOf(changed);
    unmemorised = List.copyOf(unmemorised);
    held = List.copyOf(held);
    cuts = Set.copyOf(cuts);
  }

  /** All masks are whole references, and frames are reached from the nearest. */
  public static JobOptions defaults() {
    return new JobOptions(
        Masks.REFERENCES,
        true,
        Set.of(),
        false,
        Propagation.OUTWARD,
        Set.of(),
        false,
        List.of(),
        List.of(),
        Set.of(),
        false,
        null,
        null);
  }

  /** These options with masks taken as XMem does, in one pass forward. */
  public JobOptions withOriginalMemory() {
    return new JobOptions(
        Masks.ORIGINAL_MEMORY,
        whole,
        partial,
        emptyMasks,
        Propagation.FORWARD,
        changed,
        frozen,
        unmemorised,
        held,
        cuts,
        detectCuts,
        memory,
        savedMemory);
  }

  /** These options with masks of some frames that say nothing of what they lack. */
  public JobOptions withPartial(Set<Long> frames) {
    return new JobOptions(
        masks,
        whole,
        frames,
        emptyMasks,
        propagation,
        changed,
        frozen,
        unmemorised,
        held,
        cuts,
        detectCuts,
        memory,
        savedMemory);
  }

  boolean isWhole(long frame) {
    return whole && !partial.contains(frame);
  }

  boolean isUnmemorised(long frame) {
    return frozen || unmemorised.stream().anyMatch(range -> range.contains(frame));
  }

  boolean isHeld(long frame) {
    return held.stream().anyMatch(range -> range.contains(frame));
  }
}
