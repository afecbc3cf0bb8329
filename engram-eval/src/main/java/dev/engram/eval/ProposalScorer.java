package dev.engram.eval;

import dev.engram.common.EngramException;
import dev.engram.mask.ContourAccuracy;
import dev.engram.mask.RegionSimilarity;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Scores results whose labels mean nothing, as the unsupervised task of DAVIS 2017 does: each
 * object of the truth gets one proposal, so that the mean J&amp;F of all objects is the largest.
 */
final class ProposalScorer {
  private static final int MOST_PROPOSALS = 20;

  private final MaskPairs masks;
  private final int voidLabel;

  ProposalScorer(MaskPairs masks, int voidLabel) {
    this.masks = masks;
    this.voidLabel = voidLabel;
  }

  List<ObjectScore> score() {
    List<String> frames = masks.frames();
    List<Integer> objects = new ArrayList<>();
    List<Integer> proposals = new ArrayList<>();
    findLabels(frames, objects, proposals);
    double[][][] region = new double[objects.size()][proposals.size()][frames.size()];
    double[][][] contour = new double[objects.size()][proposals.size()][frames.size()];
    double[][] gain = new double[objects.size()][proposals.size()];
    for (int f = 0; f < frames.size(); f++) {
      MaskPairs.Pair pair = masks.pair(frames.get(f), masks.truth(frames.get(f)));
      for (int o = 0; o < objects.size(); o++) {
        for (int p = 0; p < proposals.size(); p++) {
          int object = objects.get(o);
          int proposal = proposals.get(p);
          double j = RegionSimilarity.of(pair.voidless(), object, pair.result(), proposal);
          double c = ContourAccuracy.of(pair.voidless(), object, pair.result(), proposal);
          region[o][p][f] = j;
          contour[o][p][f] = c;
          gain[o][p] += j + c;
        }
      }
    }
    int[] proposalOf = Assignment.best(gain);
    List<ObjectScore> scores = new ArrayList<>();
    for (int o = 0; o < objects.size(); o++) {
      scores.add(
          new ObjectScore(
              objects.get(o),
              frames,
              boxed(region[o][proposalOf[o]]),
              boxed(contour[o][proposalOf[o]])));
    }
    return scores;
  }

  /** Too few proposals are filled up with labels that no pixel has. */
  private void findLabels(List<String> frames, List<Integer> objects, List<Integer> proposals) {
    TreeSet<Integer> inTruth = new TreeSet<>();
    TreeSet<Integer> inResults = new TreeSet<>();
    for (String frame : frames) {
      MaskPairs.Pair pair = masks.pair(frame, masks.truth(frame));
      for (int label : pair.voidless().labels()) {
        inTruth.add(label);
      }
      for (int label : pair.result().labels()) {
        inResults.add(label);
      }
      if (inResults.size() > MOST_PROPOSALS) {
        throw new EngramException(
            masks.predictedFile(frame)
                + ": the video has more than "
                + MOST_PROPOSALS
                + " proposals by now. Give the best "
                + MOST_PROPOSALS
                + ".");
      }
    }
    inTruth.remove(voidLabel);
    objects.addAll(inTruth);
    proposals.addAll(inResults);
    for (int nobody = -1; proposals.size() < objects.size(); nobody--) {
      proposals.add(nobody);
    }
  }

  private static List<Double> boxed(double[] values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return list;
  }
}
