package dev.engram.eval;

import dev.engram.common.EngramException;
import dev.engram.mask.ContourAccuracy;
import dev.engram.mask.LabelMap;
import dev.engram.mask.RegionSimilarity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Scores the masks of one video, whose labels are those of the truth. */
final class VideoScorer {
  private final Protocol protocol;
  private final MaskPairs masks;
  private final Map<Integer, Track> tracks = new TreeMap<>();
  // labels of results by the frame that had them first
  private final Map<Integer, String> found = new TreeMap<>();

  private VideoScorer(Protocol protocol, MaskPairs masks) {
    this.protocol = protocol;
    this.masks = masks;
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
  static List<ObjectScore> score(Protocol protocol, MaskSource truth, MaskSource predicted) {
    MaskPairs masks = new MaskPairs(protocol, truth, predicted);
    return protocol.matched()
        ? new ProposalScorer(masks, protocol.voidLabel()).score()
        : new VideoScorer(protocol, masks).score();
  }

  private List<ObjectScore> score() {
    List<String> frames = masks.frames();
    for (int i = 0; i < frames.size(); i++) {
      String frame = frames.get(i);
      LabelMap map = masks.truth(frame);
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
              masks.predictedFile(unknown.getValue()), unknown.getKey(), tracks.keySet()));
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
    MaskPairs.Pair pair = masks.pair(frame, map);
    for (int label : pair.result().labels()) {
      found.putIfAbsent(label, frame);
    }
    tracks.forEach(
        (label, track) -> {
          track.frames.add(frame);
          track.region.add(RegionSimilarity.of(pair.voidless(), pair.result(), label));
          track.contour.add(ContourAccuracy.of(pair.voidless(), pair.result(), label));
        });
  }
}
