package dev.engram.train;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.VideoSegmenter;
import dev.engram.common.EngramException;
import dev.engram.eval.page.FilmStrip;
import dev.engram.mask.ContourAccuracy;
import dev.engram.mask.FrameNames;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Mask;
import dev.engram.mask.MaskEntry;
import dev.engram.mask.MaskSet;
import dev.engram.mask.RegionSimilarity;
import dev.engram.train.report.LogEntry.Score;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An annotated video that a network is tried on: from its first mask on, scored wherever there is
 * another.
 */
final class ValidationSequence {
  private final Path frames;
  private final Path masks;
  private final int most;

  private ValidationSequence(Path frames, Path masks, int most) {
    this.frames = frames;
    this.masks = masks;
    this.most = most;
  }

  /** How well a network did, and pictures of it. */
  record Outcome(Score score, FilmStrip strip) {}

  /**
   * Looks at the frames' and masks' names and sizes.
   *
   * @param most frames to segment, from the first mask on; 0 for all
   * @throws EngramException if a folder is missing, masks fit no frame, or there is nothing to
   *     score
   */
  static ValidationSequence open(Path frames, Path masks, int most) {
    ValidationSequence sequence = new ValidationSequence(frames, masks, most);
    try (FrameSource source = FrameSources.open(frames.toString())) {
      SortedMap<Integer, MaskEntry> matched = sequence.match(source);
      int first = matched.firstKey();
      first(matched).read(source.width(), source.height());
      if (matched.subMap(first + 1, first + sequence.length(source, first)).isEmpty()) {
        throw new EngramException(
            masks
                + ": nothing to score, as no frame after "
                + source.names().get(first)
                + (most == 0 ? "" : ", of " + most + " in all,")
                + " has a mask. Give it more masks or frames, or leave it out of the validation.");
      }
    }
    return sequence;
  }

  private SortedMap<Integer, MaskEntry> match(FrameSource source) {
    return MaskSet.open(masks).match(FrameNames.of(source.names()));
  }

  private static MaskEntry first(SortedMap<Integer, MaskEntry> matched) {
    return matched.values().iterator().next();
  }

  private int length(FrameSource source, int first) {
    int rest = source.names().size() - first;
    return most == 0 ? rest : Math.min(most, rest);
  }

  String name() {
    return frames.getFileName().toString();
  }

  /**
   * Segments the sequence and scores the objects of its first mask.
   *
   * @param stop asked before each frame
   * @return null if it was asked to stop
   * @throws EngramException if a file is damaged or of another size
   */
  @Nullable Outcome run(Engram engram, SegmenterOptions options, BooleanSupplier stop) {
    try (FrameSource source = FrameSources.open(frames.toString());
        VideoSegmenter session = engram.open(options)) {
      SortedMap<Integer, MaskEntry> matched = match(source);
      int first = matched.firstKey();
      source.skip(first);
      Mask given = first(matched).read(source.width(), source.height());
      Scoring scoring = new Scoring(given.labels().labels());
      int length = length(source, first);
      FilmStrip strip = new FilmStrip(length, given.paletteOrDavis());
      for (int i = 0; i < length; i++) {
        Frame frame = source.next();
        if (frame == null || stop.getAsBoolean()) {
          return null;
        }
        LabelMap labels = i == 0 ? session.step(frame, given.labels()) : session.step(frame);
        MaskEntry truth = matched.get(first + i);
        if (i > 0 && truth != null) {
          scoring.add(labels, truth.read(source.width(), source.height()).labels());
        }
        strip.add(i, frame, labels);
      }
      return new Outcome(scoring.mean(), strip);
    }
  }

  /** Means over frames and objects; every object counts the same, as all have the same frames. */
  private static final class Scoring {
    private final int[] objects;
    private double regions;
    private double contours;
    private int frames;

    Scoring(int[] objects) {
      this.objects = objects;
    }

    void add(LabelMap labels, LabelMap truth) {
      frames++;
      for (int object : objects) {
        regions += RegionSimilarity.of(labels, truth, object);
        contours += ContourAccuracy.of(labels, truth, object);
      }
    }

    Score mean() {
      double count = (double) frames * objects.length;
      return new Score(regions / count, contours / count);
    }
  }
}
