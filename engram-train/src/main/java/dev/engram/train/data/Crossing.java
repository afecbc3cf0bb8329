package dev.engram.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A distractor that passes over one target and hides it, mostly all of it, for some frames in the
 * middle of a clip; by the last frame the target can be seen again, so that finding it again is
 * learned.
 */
final class Crossing {
  /** Of the frame's side; what hides a larger target would hide everything. */
  private static final double LARGEST_TARGET = 0.8;

  /** Cut-outs have holes and bays; this much larger than the target they mostly cover it. */
  private static final double LARGER = 1.5;

  private final Cutouts.Flying object;
  private final byte target;
  private final double middle;
  private final double speed;
  private final double angle;

  private Crossing(Cutouts.Flying object, byte target, double middle, double speed, double angle) {
    this.object = object;
    this.target = target;
    this.middle = middle;
    this.speed = speed;
    this.angle = angle;
  }

  /**
   * @param labels of the first frame
   * @return null if no target is there that could be hidden, or no cut-out was found
   */
  static @Nullable Crossing of(
      RandomGenerator random, Cutouts cutouts, byte[] labels, ClipSource.Request request) {
    int size = request.size();
    List<Integer> targets = new ArrayList<>();
    for (int label = 1; label <= request.objects(); label++) {
      int[] box = Picture.box(labels, size, size, label);
      if (box != null && Math.max(box[2] - box[0], box[3] - box[1]) < LARGEST_TARGET * size) {
        targets.add(label);
      }
    }
    Cutouts.Flying object = targets.isEmpty() ? null : cutouts.random(random, 0, size);
    if (object == null) {
      return null;
    }
    byte target = targets.get(random.nextInt(targets.size())).byteValue();
    double middle = (request.frames() - 1) * (0.35 + 0.3 * random.nextDouble());
    double speed = size * (0.1 + 0.3 * random.nextDouble());
    return new Crossing(object, target, middle, speed, 2 * Math.PI * random.nextDouble());
  }

  /** Draws the distractor where it is at a frame, seen from the target; nowhere if that is away. */
  void paste(int frame, float[] rgb, byte[] labels, int size) {
    int[] box = Picture.box(labels, size, size, target);
    if (box == null) {
      return;
    }
    double side = LARGER * Math.max(box[2] - box[0], box[3] - box[1]);
    object.growTo(side);
    double from = frame - middle;
    double out = Math.max(0, Math.abs(from) - 1);
    double away = Math.signum(from) * (out > 0 ? 0.9 * side + speed * out : 0.1 * side);
    object.startAt(
        (box[0] + box[2]) / 2.0 + away * Math.cos(angle),
        (box[1] + box[3]) / 2.0 + away * Math.sin(angle));
    object.paste(rgb, labels, size);
  }
}
