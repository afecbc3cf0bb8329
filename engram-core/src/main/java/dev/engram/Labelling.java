package dev.engram;

import dev.engram.mask.LabelMap;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/** From planes of probabilities to labels, and from given labels into both. */
final class Labelling {
  private Labelling() {}

  /**
   * The most probable of the background and objects at every pixel.
   *
   * @param planes [1 + objects or more, h, w], the background first
   * @param objects labels of the planes after the background; further planes are passed over
   * @param among those of the objects that come into question
   */
  static LabelMap of(FrameGeometry g, Tensor planes, List<Integer> objects, List<Integer> among) {
    if (among.isEmpty()) {
      return LabelMap.empty(g.width(), g.height());
    }
    boolean small = objects.stream().allMatch(label -> label <= 255);
    TensorType type = small ? TensorType.UINT8 : TensorType.INT64;
    Tensor best = g.outward(planes, 0);
    Tensor winner = Tensors.zeros(type, planes.device(), g.height(), g.width());
    for (int label : among) {
      Tensor plane = g.outward(planes, 1 + objects.indexOf(label));
      winner = winner.maskedFill(plane.greater(best), label);
      best = best.maximum(plane);
    }
    if (small) {
      return LabelMap.ofBytes(g.width(), g.height(), winner.toBytes());
    }
    long[] values = winner.toLongs();
    int[] labels = new int[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) values[i];
    }
    return LabelMap.of(g.width(), g.height(), labels);
  }

  /** Predicted objects make way where a new one was marked. */
  static Tensor joined(Tensor all, Tensor given) {
    Tensor marked = given.max(true, 0).greater(0.5);
    Tensor predicted = all.narrow(0, 1, all.size(0) - 1).maskedFill(marked, 0);
    return Tensors.cat(0, predicted, given);
  }

  /** The same for a reference, which may show objects that were predicted too. */
  static Tensor joined(FrameGeometry g, Tensor all, List<Integer> objects, Reference reference) {
    List<Integer> covered = reference.covered(objects);
    if (covered.isEmpty()) {
      return all.narrow(0, 1, objects.size());
    }
    Tensor given = g.masks(reference.mask(), covered);
    Tensor predicted = joined(all, given).narrow(0, 0, objects.size());
    List<Tensor> planes = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      int at = covered.indexOf(objects.get(i));
      planes.add(at < 0 ? predicted.narrow(0, i, 1) : given.narrow(0, at, 1));
    }
    return Tensors.cat(0, planes);
  }
}
