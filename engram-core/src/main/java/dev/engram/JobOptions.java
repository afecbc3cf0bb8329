package dev.engram;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SegmentationJob} makes of the masks that it is given, and how it goes through the
 * video.
 *
 * @param masks what the masks are
 * @param whole whether an object that a mask lacks, though others show it, is not in its frame;
 *     otherwise the mask says nothing of it
 * @param partial frames whose masks say nothing of what they lack, whatever {@code whole} says
 * @param absent objects that are not in a frame although its mask is partial, by frame
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
    Map<Long, Set<Integer>> absent,
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

  /** Copies the collections. */
  public JobOptions {
    partial = Set.copyOf(partial);
    absent = Map.copyOf(absent);
    changed = Set.copyOf(changed);
    unmemorised = List.copyOf(unmemorised);
    held = List.copyOf(held);
    cuts = Set.copyOf(cuts);
  }

  /** All masks are whole references, and frames are reached from the nearest. */
  public static JobOptions defaults() {
    return new Builder().build();
  }

  /** Starts from {@link #defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Masks as XMem takes them, in one pass forward. */
  public static JobOptions originalMemory() {
    return builder().masks(Masks.ORIGINAL_MEMORY).propagation(Propagation.FORWARD).build();
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

  /** Sets one at a time, by the record's names. */
  public static final class Builder {
    private Masks masks = Masks.REFERENCES;
    private boolean whole = true;
    private Set<Long> partial = Set.of();
    private Map<Long, Set<Integer>> absent = Map.of();
    private boolean emptyMasks;
    private Propagation propagation = Propagation.OUTWARD;
    private Set<Long> changed = Set.of();
    private boolean frozen;
    private List<FrameRange> unmemorised = List.of();
    private List<FrameRange> held = List.of();
    private Set<Long> cuts = Set.of();
    private boolean detectCuts;
    private @Nullable Path memory;
    private @Nullable Path savedMemory;

    private Builder() {}

    /** {@link JobOptions#masks}. */
    public Builder masks(Masks value) {
      masks = value;
      return this;
    }

    /** {@link JobOptions#whole}. */
    public Builder whole(boolean value) {
      whole = value;
      return this;
    }

    /** {@link JobOptions#partial}. */
    public Builder partial(Set<Long> value) {
      partial = value;
      return this;
    }

    /** {@link JobOptions#absent}. */
    public Builder absent(Map<Long, Set<Integer>> value) {
      absent = value;
      return this;
    }

    /** {@link JobOptions#emptyMasks}. */
    public Builder emptyMasks(boolean value) {
      emptyMasks = value;
      return this;
    }

    /** {@link JobOptions#propagation}. */
    public Builder propagation(Propagation value) {
      propagation = value;
      return this;
    }

    /** {@link JobOptions#changed}. */
    public Builder changed(Set<Long> value) {
      changed = value;
      return this;
    }

    /** {@link JobOptions#frozen}. */
    public Builder frozen(boolean value) {
      frozen = value;
      return this;
    }

    /** {@link JobOptions#unmemorised}. */
    public Builder unmemorised(List<FrameRange> value) {
      unmemorised = value;
      return this;
    }

    /** {@link JobOptions#held}. */
    public Builder held(List<FrameRange> value) {
      held = value;
      return this;
    }

    /** {@link JobOptions#cuts}. */
    public Builder cuts(Set<Long> value) {
      cuts = value;
      return this;
    }

    /** {@link JobOptions#detectCuts}. */
    public Builder detectCuts(boolean value) {
      detectCuts = value;
      return this;
    }

    /** {@link JobOptions#memory}. */
    public Builder memory(@Nullable Path value) {
      memory = value;
      return this;
    }

    /** {@link JobOptions#savedMemory}. */
    public Builder savedMemory(@Nullable Path value) {
      savedMemory = value;
      return this;
    }

    /** The options. */
    public JobOptions build() {
      return new JobOptions(
          masks,
          whole,
          partial,
          absent,
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
  }
}
