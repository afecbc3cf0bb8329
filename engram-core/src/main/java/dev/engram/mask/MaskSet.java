package dev.engram.mask;

import dev.engram.common.EngramException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The masks of one video, found but not yet decoded. They share one {@link MaskReader}, so a colour
 * is the same object in all of them; read them by one thread at a time.
 */
public final class MaskSet {
  private final List<MaskEntry> entries;
  private final @Nullable SortedMap<Integer, MaskEntry> known;
  private final MaskReader reader;

  /**
   * @param known the same entries by their frames; null if only their names tell these
   */
  private MaskSet(
      Collection<MaskEntry> entries,
      @Nullable SortedMap<Integer, MaskEntry> known,
      MaskReader reader) {
    this.entries = List.copyOf(entries);
    this.known = known;
    this.reader = reader;
  }

  /**
   * The masks of a file or a folder. A folder may hold
   *
   * <ul>
   *   <li>mask files, one a frame, or
   *   <li>sub-folders named by an object's number with a binary mask a frame in each, as in SA-V:
   *       {@code 000/00000.png}, {@code 001/00000.png}, or {@code 1-chair/00000.png}. All that is
   *       not background in {@code 001} is object 1. If there is a folder 0, all labels are the
   *       folder's number + 1, as 0 is the background.
   * </ul>
   *
   * Files that are not named like images, and hidden ones, are ignored.
   *
   * @throws EngramException if there is no mask, or both forms at once
   */
  public static MaskSet open(Path fileOrFolder) {
    return open(List.of(fileOrFolder));
  }

  /**
   * The masks of several files or folders, all of one video.
   *
   * @throws EngramException as {@link #open(Path)}
   */
  public static MaskSet open(List<Path> filesOrFolders) {
    return open(filesOrFolders, MaskColours.none());
  }

  /**
   * The same, where something is known of the colours.
   *
   * @throws EngramException as {@link #open(Path)}
   */
  public static MaskSet open(List<Path> filesOrFolders, MaskColours colours) {
    MaskReader reader = new MaskReader(colours);
    List<MaskEntry> entries = new ArrayList<>();
    for (Path path : filesOrFolders) {
      for (List<MaskEntry.Part> parts : MaskFinder.find(path)) {
        entries.add(new MaskEntry(parts, reader));
      }
    }
    return new MaskSet(entries, null, reader);
  }

  /**
   * Masks whose frames are known, whatever the files are called.
   *
   * @throws EngramException if one is no file
   */
  public static MaskSet at(SortedMap<Integer, Path> files) {
    MaskReader reader = new MaskReader();
    SortedMap<Integer, MaskEntry> known = new TreeMap<>();
    files.forEach((frame, file) -> known.put(frame, MaskEntry.ofFile(file, reader)));
    return new MaskSet(known.values(), known, reader);
  }

  /** Whether a folder of this name is taken for the masks of one object. */
  public static boolean isObjectFolder(String name) {
    return MaskFinder.OBJECT.matcher(name).matches();
  }

  /** Whether the masks' frames were given, and not told by their names. */
  public boolean framesAreKnown() {
    return known != null;
  }

  /** All masks: paths in the order given, inside a folder in natural order (2 before 10). */
  public List<MaskEntry> entries() {
    return entries;
  }

  /** The label that the masks read so far, or what was known before, give to an RGB colour. */
  public OptionalInt labelOf(int rgb) {
    return reader.labelOf(rgb);
  }

  /**
   * The frame of each mask: the one of the same name, or else the one whose last number (or index,
   * where frames have no names) is the last number in the mask's name, whatever its zeros ({@code
   * copy 2} at the end of a name is no part of it). A single mask without a number belongs to the
   * first frame.
   *
   * @return by frame index, from 0, ascending; the caller's
   * @throws EngramException if a mask fits no frame or several, or two fit the same
   */
  public SortedMap<Integer, MaskEntry> match(FrameNames frames) {
    if (known != null) {
      return new TreeMap<>(known);
    }
    SortedMap<Integer, MaskEntry> matched = new TreeMap<>();
    FrameMatcher matcher = new FrameMatcher(frames);
    for (MaskEntry entry : entries) {
      int frame = matcher.frameOf(entry, entries.size() == 1);
      MaskEntry other = matched.putIfAbsent(frame, entry);
      if (other != null) {
        throw new EngramException(
            entry.name()
                + ": belongs to frame "
                + (frames.areUnknown() ? String.valueOf(frame) : frames.stems().get(frame))
                + ", but so does "
                + other.name()
                + ". Keep one of them.");
      }
    }
    return matched;
  }

  /**
   * Refuses masks of frames that never came.
   *
   * @param matched what {@link #match} returned
   * @param framesSeen how many frames the video had
   * @throws EngramException if there are any; names the first
   */
  public static void requireBefore(SortedMap<Integer, MaskEntry> matched, long framesSeen) {
    Optional<EngramException> late = unmatchedAfter(matched, Math.toIntExact(framesSeen));
    if (late.isPresent()) {
      throw late.get();
    }
  }

  /** What there is to complain about once a video of unknown length has ended. */
  static Optional<EngramException> unmatchedAfter(
      SortedMap<Integer, MaskEntry> matched, int framesSeen) {
    Map<Integer, MaskEntry> late = matched.tailMap(framesSeen);
    if (late.isEmpty()) {
      return Optional.empty();
    }
    MaskEntry first = late.values().iterator().next();
    String frames = framesSeen == 0 ? "there are none" : "frames are 0 to " + (framesSeen - 1);
    String others = late.size() == 1 ? "" : "; " + late.size() + " masks in all";
    return Optional.of(
        new EngramException(
            first
                + ": belongs to no frame ("
                + frames
                + others
                + "). Name the mask after its frame, counted from 0."));
  }
}
