package dev.engram.network.stma;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins what several reference frames tell of their objects: of each object the largest of its
 * features in any of them, and its position in the last that shows it.
 */
final class ObjectTokens {
  private ObjectTokens() {}

  /** Labels of all objects of some frames. */
  static List<Integer> labels(List<ReferenceFrame> frames) {
    Set<Integer> labels = new LinkedHashSet<>();
    frames.forEach(frame -> labels.addAll(frame.objects()));
    return List.copyOf(labels);
  }

  /**
   * @param frames old to new
   * @return [b, objects, C], in the order of {@link #labels}; null if there is no object
   */
  static @Nullable Tensor of(ObjectFeatures network, List<ReferenceFrame> frames) {
    List<Integer> labels = labels(frames);
    if (labels.isEmpty()) {
      return null;
    }
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> features = new ArrayList<>();
      List<Tensor> positions = new ArrayList<>();
      for (int label : labels) {
        Tensor largest = null;
        Tensor position = null;
        for (ReferenceFrame frame : frames) {
          int row = frame.row(label);
          if (row >= 0) {
            Tensor own = frame.features.narrow(1, row, 1);
            largest = largest == null ? own : largest.maximum(own);
            position = newest(position, frame.positions.narrow(1, row, 1));
          }
        }
        if (largest != null && position != null) {
          features.add(largest);
          positions.add(position);
        }
      }
      return scope.pass(network.tokens(Tensors.cat(1, features), Tensors.cat(1, positions)));
    }
  }

  /** Where an object was, unless that is nowhere: then where it was before. */
  private static Tensor newest(@Nullable Tensor before, Tensor own) {
    if (before == null) {
      return own;
    }
    Tensor somewhere = own.square().sum(-1, true).greater(0).to(own.type());
    return own.add(before.mul(somewhere.oneMinus()));
  }
}
