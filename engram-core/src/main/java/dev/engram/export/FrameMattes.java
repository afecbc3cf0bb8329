package dev.engram.export;

import dev.engram.mask.Box;
import dev.engram.mask.LabelMap;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Soft mattes of one frame: the probabilities that its mask was made of where these are there, else
 * the mask with a {@link SoftEdge}.
 */
final class FrameMattes {
  private final ExportFrame frame;
  private final @Nullable ProbabilityPlanes planes;

  FrameMattes(ExportFrame frame) {
    this.frame = frame;
    Path file = frame.probabilities();
    planes = file == null ? null : ProbabilityPlanes.read(file, frame.labels());
  }

  /** How opaque an object is, {@code [height, width]}, 0 to 1. */
  float[] of(int label) {
    return of(new int[] {label});
  }

  /** How opaque all objects together are; there is no seam where they touch. */
  float[] ofAll() {
    return of(frame.labels().labels());
  }

  private float[] of(int[] objects) {
    ProbabilityPlanes known = planes;
    LabelMap labels = frame.labels();
    int[] seen = Arrays.stream(objects).filter(label -> labels.area(label) > 0).toArray();
    if (known != null && Arrays.stream(seen).allMatch(known::knows)) {
      float[] alpha = new float[labels.width() * labels.height()];
      Arrays.stream(seen).forEach(label -> known.addTo(alpha, label));
      return alpha;
    }
    Box box = Box.EMPTY;
    for (int label : seen) {
      box = box.with(labels.box(label));
    }
    return SoftEdge.of(inside(labels, seen), box, frame.rgb(), frame.width(), frame.height());
  }

  private static boolean[] inside(LabelMap labels, int[] objects) {
    int[] all = labels.toArray();
    boolean[] inside = new boolean[all.length];
    for (int i = 0; i < all.length; i++) {
      inside[i] = all[i] != 0 && Arrays.binarySearch(objects, all[i]) >= 0;
    }
    return inside;
  }

  /** As {@link #ofAll}, or exactly 0 and 1 where edges are to be hard. */
  static float[] ofAll(ExportFrame frame, boolean soft) {
    if (soft) {
      return new FrameMattes(frame).ofAll();
    }
    int[] labels = frame.labels().toArray();
    float[] alpha = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      alpha[i] = labels[i] == 0 ? 0 : 1;
    }
    return alpha;
  }
}
