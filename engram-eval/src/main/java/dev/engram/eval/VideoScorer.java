package dev.engram.eval;

import dev.engram.common.EngramException;
import dev.engram.mask.ContourAccuracy;
import dev.engram.mask.LabelMap;
import dev.engram.mask.RegionSimilarity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Scores the masks of one video. */
final class VideoScorer {
  private static final int MERGED = 1;

  private final Protocol protocol;
  private final MaskFolder truth;
  private final MaskFolder predicted;
  private final Map<Integer, Track> tracks = new TreeMap<>();
  // labels of results by the frame that had them first
  private final Map<Integer, String> found = new TreeMap<>();

  private VideoScorer(Protocol protocol, Path truth, Path predicted) {
    this.protocol = protocol;
    this.truth = new MaskFolder(truth);
    this.predicted = new MaskFolder(predicted);
  }

  /** What is known of an object so far. */
  private static final class Track {
    private final List<String> frames = new ArrayList<>();
    private final List<Double> region = new ArrayList<>();
    private final List<Double> contour = new ArrayList<>();
  }

  /**
   * @throws EngramException if a scored frame is missing, has another size than the truth or an
   *     object that the truth knows nothing of
   */
  static List<ObjectScore> score(Protocol protocol, Path truth, Path predicted) {
    return new VideoScorer(protocol, truth, predicted).score();
  }

  private List<ObjectScore> score() {
    List<String> frames = truth.frames();
    predicted.frames();
    for (int i = 0; i < frames.size(); i++) {
      String frame = frames.get(i);
      LabelMap map = prepared(truth.read(frame).orElseThrow());
      boolean inner = i > 0 && i < frames.size() - 1;
      if (protocol.frames() == Protocol.Frames.ALL) {
        meet(map);
      }
      if (protocol.frames() != Protocol.Frames.INNER || inner) {
        scoreFrame(frame, map);
      }
      meet(map);
    }
    requireKnownObjects();
    List<ObjectScore> scores = new ArrayList<>();
    tracks.forEach(
        (label, track) -> {
          if (!track.frames.isEmpty()) {
            scores.add(new ObjectScore(label, track.frames, track.region, track.contour));
          }
        });
    return scores;
  }

  private void requireKnownObjects() {
    found.keySet().removeAll(tracks.keySet());
    for (Map.Entry<Integer, String> unknown : found.entrySet()) {
      throw new EngramException(
          String.format(
              "%s: has object %d, which the truth does not (it has %s). Give masks with the truth's"
                  + " labels.",
              predicted.file(unknown.getValue()), unknown.getKey(), tracks.keySet()));
    }
  }

  private void meet(LabelMap map) {
    for (int label : map.labels()) {
      if (label != protocol.voidLabel()) {
        tracks.computeIfAbsent(label, unused -> new Track());
      }
    }
  }

  private void scoreFrame(String frame, LabelMap map) {
    LabelMap result =
        predicted
            .read(frame)
            .orElseThrow(
                () ->
                    new EngramException(
                        predicted.file(frame)
                            + ": is missing. Give a mask for every frame of the truth."));
    if (result.width() != map.width() || result.height() != map.height()) {
      throw new EngramException(
          String.format(
              "%s: %dx%d, but the truth is %dx%d. Give masks of the truth's size.",
              predicted.file(frame), result.width(), result.height(), map.width(), map.height()));
    }
    LabelMap compared = withoutVoid(prepared(result), map);
    LabelMap known = withoutVoid(map, map);
    for (int label : compared.labels()) {
      found.putIfAbsent(label, frame);
    }
    tracks.forEach(
        (label, track) -> {
          track.frames.add(frame);
          track.region.add(RegionSimilarity.of(known, compared, label));
          track.contour.add(ContourAccuracy.of(known, compared, label));
        });
  }

  private LabelMap prepared(LabelMap map) {
    if (!protocol.merged()) {
      return map;
    }
    int[] labels = map.toArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = labels[i] == 0 ? 0 : MERGED;
    }
    return LabelMap.of(map.width(), map.height(), labels);
  }

  /** Void pixels of the truth become background in both. */
  private LabelMap withoutVoid(LabelMap map, LabelMap truthMap) {
    if (protocol.voidLabel() < 0 || truthMap.area(protocol.voidLabel()) == 0) {
      return map;
    }
    int[] labels = map.toArray();
    int[] truths = truthMap.toArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = truths[i] == protocol.voidLabel() ? 0 : labels[i];
    }
    return LabelMap.of(map.width(), map.height(), labels);
  }
}
