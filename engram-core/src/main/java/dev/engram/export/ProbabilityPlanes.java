package dev.engram.export;

import dev.engram.checkpoint.NpyFile;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The probabilities of a frame. Their planes have no labels, as the file holds numbers alone: a
 * plane is the object whose mask covers the pixels where it is the greatest.
 */
final class ProbabilityPlanes {
  /** Overlap of mask and plane (over their union) from which on one was made of the other. */
  private static final double SAME = 0.95;

  private final float[] values;
  private final int pixels;
  private final Map<Integer, Integer> planeOf = new HashMap<>();

  private ProbabilityPlanes(float[] values, int pixels) {
    this.values = values;
    this.pixels = pixels;
  }

  /**
   * @param labels the mask that was made of them, or an older or corrected one
   * @throws EngramException if the file cannot be read or is of another size
   */
  static ProbabilityPlanes read(Path file, LabelMap labels) {
    TensorData tensor = NpyFile.read(file);
    long[] shape = tensor.shape();
    if (shape.length != 3 || shape[1] != labels.height() || shape[2] != labels.width()) {
      throw new EngramException(
          String.format(
              "%s: is of shape %s, not [objects, %d, %d]. Segment again, or take it away.",
              file, Arrays.toString(shape), labels.height(), labels.width()));
    }
    ProbabilityPlanes planes =
        new ProbabilityPlanes(tensor.toFloats(), labels.width() * labels.height());
    planes.assign((int) shape[0], labels.toArray());
    return planes;
  }

  private void assign(int count, int[] labels) {
    Map<Integer, int[]> votes = new HashMap<>();
    int[] sizes = new int[count];
    Map<Integer, Integer> areas = new HashMap<>();
    for (int i = 0; i < pixels; i++) {
      int plane = greatest(i, count);
      sizes[plane]++;
      if (labels[i] != 0) {
        votes.computeIfAbsent(labels[i], key -> new int[count])[plane]++;
        areas.merge(labels[i], 1, Integer::sum);
      }
    }
    votes.forEach(
        (label, own) -> {
          for (int plane = 1; plane < count; plane++) {
            int union = areas.getOrDefault(label, 0) + sizes[plane] - own[plane];
            if (own[plane] >= SAME * union) {
              planeOf.put(label, plane);
            }
          }
        });
  }

  private int greatest(int pixel, int count) {
    int best = 0;
    for (int plane = 1; plane < count; plane++) {
      if (values[plane * pixels + pixel] > values[best * pixels + pixel]) {
        best = plane;
      }
    }
    return best;
  }

  /** Whether the mask of an object was made of one of the planes. */
  boolean knows(int label) {
    return planeOf.containsKey(label);
  }

  /** Adds an object's probabilities, {@code [height, width]}. */
  void addTo(float[] alpha, int label) {
    int begin = planeOf.getOrDefault(label, 0) * pixels;
    for (int i = 0; i < pixels; i++) {
      alpha[i] = Math.min(1, alpha[i] + Math.max(0, values[begin + i]));
    }
  }
}
