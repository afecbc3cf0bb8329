package dev.engram.eval.report;

import dev.engram.eval.page.FilmStrip;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.mask.Palette;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Draws frames with truth and result side by side, where pictures, truth and result are there. */
public final class FramePictures {
  private static final int WHITE = 255;

  private final Function<String, Optional<Path>> frames;
  private final Function<String, Optional<Path>> truth;
  private final Function<String, Path> predicted;
  private final UnaryOperator<String> fileName;

  /**
   * @param frames folder of a video's pictures, if there is one
   * @param truth folder of its true masks, if there is one
   * @param predicted folder of its results
   * @param fileName from a frame's name to that of its picture and true mask, without the ending
   */
  public FramePictures(
      Function<String, Optional<Path>> frames,
      Function<String, Optional<Path>> truth,
      Function<String, Path> predicted,
      UnaryOperator<String> fileName) {
    this.frames = frames;
    this.truth = truth;
    this.predicted = predicted;
    this.fileName = fileName;
  }

  /** A JPEG of one frame; none where something is missing. */
  Optional<byte[]> draw(String video, String name) {
    String file = fileName.apply(name);
    Optional<Path> trueMask = truth.apply(video).map(folder -> folder.resolve(file + ".png"));
    Path found = predicted.apply(video).resolve(name + ".png");
    Optional<Path> picture = frames.apply(video).flatMap(folder -> picture(folder, file));
    if (picture.isEmpty()
        || trueMask.isEmpty()
        || !Files.exists(trueMask.get())
        || !Files.exists(found)) {
      return Optional.empty();
    }
    try (FrameSource source = FrameSources.open(picture.get().toString())) {
      Frame frame = source.next();
      LabelMap expected = new MaskReader().read(trueMask.get()).labels();
      LabelMap actual = new MaskReader().read(found).labels();
      if (frame == null
          || frame.width() != expected.width()
          || frame.height() != expected.height()) {
        return Optional.empty();
      }
      FilmStrip strip = new FilmStrip(2, Palette.davis());
      strip.add(0, frame, visible(expected));
      strip.add(1, frame, visible(actual));
      return Optional.of(strip.jpeg());
    }
  }

  private static Optional<Path> picture(Path folder, String name) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith(name + ".")).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The only object of a mask of 0 and 255 would be drawn in white. */
  private static LabelMap visible(LabelMap map) {
    if (map.labels().length != 1 || map.maxLabel() != WHITE) {
      return map;
    }
    int[] labels = map.toArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Math.min(1, labels[i]);
    }
    return LabelMap.of(map.width(), map.height(), labels);
  }
}
