package dev.engram.train.data;

import dev.engram.train.data.ClipSource.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What clips of static images and of videos have in common: a crop for each frame, objects pasted
 * on top, colours changed, and a check that there is something to follow.
 */
final class ClipMaker {
  /** A target of fewer pixels in the first frame cannot be learned from. */
  private static final int SMALLEST_TARGET = 100;

  private static final int TRIES = 5;

  private static final ColourJitter.Strength PER_CLIP =
      new ColourJitter.Strength(0.15, 0.15, 0.15, 0.03, 0.05);
  private static final ColourJitter.Strength PER_FRAME =
      new ColourJitter.Strength(0.03, 0.03, 0.03, 0, 0);

  private final @Nullable Cutouts cutouts;
  private final double pasted;

  /**
   * @param cutouts null pastes nothing
   * @param pasted the part of clips into which an object is pasted
   */
  ClipMaker(@Nullable Cutouts cutouts, double pasted) {
    this.cutouts = cutouts;
    this.pasted = pasted;
  }

  /** One frame's picture and crop. */
  record Shot(Picture picture, Warp warp) {}

  /** Proposes the frames of a clip. */
  interface Proposal {
    List<Shot> shots(RandomGenerator random);
  }

  Clip make(RandomGenerator random, Request request, Proposal proposal) {
    Clip clip = attempt(random, request, proposal.shots(random));
    for (int t = 1; t < TRIES && !hasTarget(clip); t++) {
      clip = attempt(random, request, proposal.shots(random));
    }
    return clip;
  }

  private static boolean hasTarget(Clip clip) {
    for (int label = 1; label <= clip.objects(); label++) {
      if (clip.area(0, label) >= SMALLEST_TARGET) {
        return true;
      }
    }
    return false;
  }

  private Clip attempt(RandomGenerator random, Request request, List<Shot> shots) {
    int size = request.size();
    List<Cutouts.Flying> flying = new ArrayList<>();
    byte[] relabel = targets(random, request, shots.get(0).picture().objects);
    int taken = 0;
    for (byte target : relabel) {
      taken = Math.max(taken, target);
    }
    if (cutouts != null && random.nextDouble() < pasted) {
      boolean asTarget = taken < request.objects() && random.nextDouble() < 0.6;
      Cutouts.Flying object = cutouts.random(random, asTarget ? taken + 1 : 0, size);
      if (object != null) {
        flying.add(object);
      }
    }
    ColourJitter clipColours = ColourJitter.random(random, PER_CLIP);
    Clip clip = new Clip(request.frames(), size, request.objects());
    float[] rgb = new float[size * size * 3];
    byte[] labels = new byte[size * size];
    for (int frame = 0; frame < request.frames(); frame++) {
      Shot shot = shots.get(frame);
      shot.warp().render(shot.picture(), size, rgb, labels);
      for (int i = 0; i < labels.length; i++) {
        labels[i] = labels[i] < relabel.length ? relabel[labels[i]] : 0;
      }
      for (Cutouts.Flying object : flying) {
        object.paste(rgb, labels, size);
      }
      clipColours.apply(rgb);
      ColourJitter.random(random, PER_FRAME).apply(rgb);
      clip.setFrame(frame, rgb, labels);
    }
    return clip;
  }

  /** Which of a picture's objects become targets 1, 2, ...; the others are background. */
  private static byte[] targets(RandomGenerator random, Request request, int objects) {
    byte[] relabel = new byte[objects + 1];
    List<Integer> order = new ArrayList<>();
    for (int label = 1; label <= objects; label++) {
      order.add(random.nextInt(order.size() + 1), label);
    }
    for (int i = 0; i < Math.min(objects, request.objects()); i++) {
      relabel[order.get(i)] = (byte) (i + 1);
    }
    return relabel;
  }
}
