package dev.engram.project;

import dev.engram.common.EngramException;
import dev.engram.mask.Box;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskEntry;
import dev.engram.mask.Palette;
import dev.engram.mask.RunLengths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an annotation file shows in which frame. Shapes of one category are one object, unless a
 * frame shows two of them; then each track is an object.
 */
final class AnnotatedShapes {
  /** What a shape has as its track where the file says nothing of tracks. */
  static final String NO_TRACK = "";

  /** Runs that are kept as they came, so that a long video takes no more memory than its file. */
  interface Runs {
    /**
     * @param place starts messages
     */
    int[] decoded(String place);
  }

  /**
   * @param category the object's name
   * @param track which of the category's it is, or {@link #NO_TRACK}
   * @param box where the runs lie
   * @param byColumns whether they go down columns
   */
  record Shape(String category, String track, Box box, Runs runs, boolean byColumns) {}

  private record Key(String category, String track) {}

  private final Path file;
  private final int width;
  private final int height;
  private final SortedMap<Integer, List<Shape>> byFrame = new TreeMap<>();

  AnnotatedShapes(Path file, Footage footage) {
    this.file = file;
    this.width = footage.width();
    this.height = footage.height();
  }

  /**
   * @throws EngramException if it does not lie within the frame
   */
  void add(int frame, Shape shape) {
    Box box = shape.box();
    if (box.isEmpty()
        || box.left() < 0
        || box.top() < 0
        || box.right() > width
        || box.bottom() > height) {
      throw new EngramException(
          String.format(
              "%s: a mask of %dx%d at (%d, %d) is not within frames of %dx%d. Give the video that"
                  + " was annotated.",
              place(frame), box.width(), box.height(), box.left(), box.top(), width, height));
    }
    byFrame.computeIfAbsent(frame, key -> new ArrayList<>()).add(shape);
  }

  private String place(int frame) {
    return file + " (frame " + frame + ")";
  }

  /** The masks, and what their labels are called. */
  record Labelled(SortedMap<Integer, MaskEntry> masks, Map<Integer, String> names) {}

  /**
   * Numbers the objects from 1 in the order in which they come.
   *
   * @throws EngramException as {@link #labelled(Map)}
   */
  Labelled labelled() {
    return labelled(Map.of());
  }

  /**
   * Gives a category that is known the label of its name, and further objects the next labels, in
   * the order in which they come.
   *
   * @param known labels by name
   * @throws EngramException if a frame shows several of a category, and the file does not say which
   *     is which
   */
  Labelled labelled(Map<String, Integer> known) {
    Set<String> several = categoriesOfSeveral();
    Map<Key, Integer> labels = new LinkedHashMap<>();
    byFrame
        .values()
        .forEach(
            shapes ->
                shapes.forEach(
                    shape -> {
                      Key key = key(shape, several);
                      if (!labels.containsKey(key)) {
                        labels.put(key, label(key, known, labels));
                      }
                    }));
    if (labels.values().stream().anyMatch(label -> label > LabelMap.MAX_LABEL)) {
      throw new EngramException(file + ": has " + labels.size() + " objects. Export fewer.");
    }
    SortedMap<Integer, MaskEntry> masks = new TreeMap<>();
    byFrame.forEach(
        (frame, shapes) ->
            masks.put(
                frame, MaskEntry.of(place(frame), () -> painted(frame, shapes, several, labels))));
    Map<Integer, String> names = new LinkedHashMap<>();
    labels.forEach((key, label) -> names.put(label, key.category()));
    return new Labelled(masks, names);
  }

  private static int label(Key key, Map<String, Integer> known, Map<Key, Integer> given) {
    Integer own = key.track().equals(NO_TRACK) ? known.get(key.category()) : null;
    if (own != null) {
      return own;
    }
    int next = 1;
    while (known.containsValue(next) || given.containsValue(next)) {
      next++;
    }
    return next;
  }

  private Set<String> categoriesOfSeveral() {
    Set<String> several = new HashSet<>();
    byFrame.forEach(
        (frame, shapes) -> {
          Map<String, Set<String>> tracks = new TreeMap<>();
          for (Shape shape : shapes) {
            Set<String> known = tracks.computeIfAbsent(shape.category(), key -> new HashSet<>());
            boolean fresh = known.add(shape.track());
            if (!fresh) {
              throw new EngramException(
                  place(frame)
                      + ": shows "
                      + shape.category()
                      + " twice, and not which is which. Give each its track_id.");
            }
            if (known.size() > 1) {
              several.add(shape.category());
            }
          }
        });
    return several;
  }

  private static Key key(Shape shape, Collection<String> several) {
    boolean apart = several.contains(shape.category());
    return new Key(shape.category(), apart ? shape.track() : NO_TRACK);
  }

  private Mask painted(
      int frame, List<Shape> shapes, Collection<String> several, Map<Key, Integer> labels) {
    int[] map = new int[width * height];
    for (Shape shape : shapes) {
      RunLengths.paint(
          map,
          width,
          shape.box(),
          shape.runs().decoded(place(frame)),
          shape.byColumns(),
          labels.getOrDefault(key(shape, several), 0),
          place(frame));
    }
    return new Mask(LabelMap.of(width, height, map), Palette.davis());
  }
}
