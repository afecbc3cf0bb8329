package dev.engram.eval;

import dev.engram.common.EngramException;
import dev.engram.mask.FrameNames;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskEntry;
import dev.engram.mask.MaskSet;
import dev.engram.video.FrameAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A video with the true masks of its frames, or of some of them, which can be read in any order and
 * more than once. Belongs to one thread.
 */
public final class AnnotatedVideo implements AutoCloseable {
  private final String name;
  private final FrameAccess frames;
  private final SortedMap<Long, MaskEntry> masks = new TreeMap<>();
  private final TreeSet<Integer> objects = new TreeSet<>();
  private List<Long> annotated = List.of();
  private long count;

  private AnnotatedVideo(String name, FrameAccess frames) {
    this.name = name;
    this.frames = frames;
  }

  /** Where a video and its masks lie; nothing is open yet. */
  public record Place(String name, String images, Path masks) {
    /** A folder or a file of frames, named by its last part without an ending. */
    public static Place of(String images, Path masks) {
      Path last = Path.of(images).toAbsolutePath().normalize().getFileName();
      String name = last == null ? images : last.toString().replaceFirst("(?<=.)\\.[^.]*$", "");
      return new Place(name, images, masks);
    }

    /**
     * The videos of a data set: {@code JPEGImages/VIDEO} with {@code Annotations/VIDEO}.
     *
     * @param split names the list in {@code ImageSets}, if there is one
     * @param sequences names of videos; empty takes all of the split
     * @throws EngramException if a folder or video is missing
     */
    public static List<Place> in(Path data, String split, List<String> sequences) {
      return new BenchmarkLayout(Benchmark.GENERIC, data, split)
          .videos(sequences).stream()
              .map(video -> new Place(video.name(), video.frames().toString(), truth(video)))
              .toList();
    }

    private static Path truth(BenchmarkVideo video) {
      Path folder = video.masks().get(0).getParent();
      return video
          .truth()
          .orElseThrow(
              () ->
                  new EngramException(
                      folder
                          + ": holds no truth. Take a split with all masks, or others by"
                          + " --sequences."));
    }
  }

  /**
   * Opens a video and reads all its masks once, in the order of time, so that colours get their
   * labels in it.
   *
   * @throws EngramException if frames or masks are missing or damaged, do not fit each other, show
   *     no object, or the video can be read only once
   */
  public static AnnotatedVideo open(Place place) {
    MaskSet set = MaskSet.open(place.masks());
    AnnotatedVideo video = new AnnotatedVideo(place.name(), FrameAccess.open(place.images()));
    try {
      video.match(set);
      return video;
    } catch (RuntimeException | Error e) {
      video.close();
      throw e;
    }
  }

  private void match(MaskSet set) {
    List<String> names = frames.names();
    count = names.isEmpty() ? frames.countFrames() : names.size();
    SortedMap<Integer, MaskEntry> matched = set.match(FrameNames.orUnknown(names));
    MaskSet.requireBefore(matched, count);
    List<Long> from = new ArrayList<>();
    matched.forEach(
        (frame, mask) -> {
          masks.put((long) frame, mask);
          for (int label : truth(frame).labels()) {
            objects.add(label);
          }
          if (!objects.isEmpty()) {
            from.add((long) frame);
          }
        });
    if (from.isEmpty()) {
      throw new EngramException(
          set.entries().get(0) + ": neither it nor another mask of the video has an object.");
    }
    annotated = List.copyOf(from);
  }

  /** Its name, for people. */
  public String name() {
    return name;
  }

  /** The frames. */
  public FrameAccess frames() {
    return frames;
  }

  /** How many frames there are. */
  public long count() {
    return count;
  }

  /** Labels of the objects that any mask shows, ascending. */
  public List<Integer> objects() {
    return List.copyOf(objects);
  }

  /** The frames that have a mask, from the first with an object on, ascending. */
  public List<Long> annotated() {
    return annotated;
  }

  /** Whether every frame has a mask. */
  public boolean isWhollyAnnotated() {
    return masks.size() == count;
  }

  /**
   * The true mask of a frame, read anew.
   *
   * @throws IllegalArgumentException if it has none
   */
  public LabelMap truth(long frame) {
    MaskEntry mask = masks.get(frame);
    if (mask == null) {
      throw new IllegalArgumentException("frame " + frame + " has no mask");
    }
    return mask.read(frames.width(), frames.height()).labels();
  }

  @Override
  public void close() {
    frames.close();
  }
}
