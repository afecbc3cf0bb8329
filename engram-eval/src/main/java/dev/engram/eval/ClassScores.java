package dev.engram.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * J and F of objects of seen and of unseen classes, each object counting the same.
 *
 * @param seen of classes that the training set has
 * @param unseen of others
 */
public record ClassScores(Group seen, Group unseen) {
  /**
   * Objects of one kind.
   *
   * @param objects how many there are
   * @param region mean J; NaN if there is none
   * @param contour mean F; NaN if there is none
   */
  public record Group(int objects, double region, double contour) {
    private static Group of(List<ObjectScore> objects) {
      return new Group(
          objects.size(),
          mean(objects.stream().mapToDouble(o -> o.regionStatistics().mean()).toArray()),
          mean(objects.stream().mapToDouble(o -> o.contourStatistics().mean()).toArray()));
    }

    private static double mean(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum / values.length;
    }
  }

  /** Splits scores by class. */
  public static ClassScores of(Scores scores, ClassSplit split) {
    List<ObjectScore> seen = new ArrayList<>();
    List<ObjectScore> unseen = new ArrayList<>();
    for (VideoScore video : scores.videos()) {
      for (ObjectScore object : video.objects()) {
        (split.isUnseen(video.name(), object.object()) ? unseen : seen).add(object);
      }
    }
    return new ClassScores(Group.of(seen), Group.of(unseen));
  }

  /** G, the mean of J and F of both groups (YouTube-VOS); NaN if one has no object. */
  public double overall() {
    return (seen.region + seen.contour + unseen.region + unseen.contour) / 4;
  }
}
