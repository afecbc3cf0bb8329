package dev.engram.train.data;

import dev.engram.train.data.ClipSource.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What clips of static images and of videos have in common: a crop for each frame, objects pasted
 * on top, colours changed, and a check that there is something to follow.
 */
final class ClipMaker {
  /** A target of fewer pixels in the first frame cannot be learned from. */
  private static final int SMALLEST_TARGET = 100;

  static final int TRIES = 5;

  private static final int MOST_PASTED = 3;
  private static final double PASTED_AS_TARGET = 0.6;
  private static final double PASTED_LOOK_ALIKE = 0.3;

  /** Distractors that hide a part of a target in the first frame, so that it appears later. */
  private static final double STARTS_OVER_TARGET = 0.4;

  private final @Nullable Cutouts cutouts;
  private final double pasted;
  private final double hidden;

  /**
   * @param cutouts null pastes nothing
   * @param pasted the part of clips into which an object is pasted; of these, the part that get a
   *     second, and so on
   * @param hidden the part of clips in which a distractor passes over a whole target
   */
  ClipMaker(@Nullable Cutouts cutouts, double pasted, double hidden) {
    this.cutouts = cutouts;
    this.pasted = pasted;
    this.hidden = hidden;
  }

  /** One frame's picture and crop. */
  record Shot(Picture picture, Warp warp) {}

  /** Proposes the frames of a clip. */
  interface Proposal {
    List<Shot> shots(RandomGenerator random);
  }

  Clip make(RandomGenerator random, Request request, Augmentation augmentation, Proposal proposal) {
    Clip clip = attempt(random, request, augmentation, proposal.shots(random));
    for (int t = 1; t < TRIES && !hasTarget(clip); t++) {
      clip = attempt(random, request, augmentation, proposal.shots(random));
    }
    return clip;
  }

  static boolean hasTarget(Clip clip) {
    for (int label = 1; label <= clip.objects(); label++) {
      if (clip.area(0, label) >= SMALLEST_TARGET) {
        return true;
      }
    }
    return false;
  }

  private Clip attempt(
      RandomGenerator random, Request request, Augmentation augmentation, List<Shot> shots) {
    int size = request.size();
    float[] rgb = new float[size * size * 3];
    byte[] labels = new byte[size * size];
    Picture first = shots.get(0).picture();
    shots.get(0).warp().render(first, size, rgb, labels);
    byte[] relabel = targets(random, request, visible(labels, first.objects), first.objects);
    List<Cutouts.Flying> flying = pasted(random, request, first, relabel, labels);
    ColourJitter clipColours = ColourJitter.random(random, augmentation.clipColour());
    Clip clip = new Clip(request.frames(), size, request.objects());
    Crossing crossing = null;
    for (int frame = 0; frame < request.frames(); frame++) {
      Shot shot = shots.get(frame);
      if (frame > 0) {
        shot.warp().render(shot.picture(), size, rgb, labels);
      }
      for (int i = 0; i < labels.length; i++) {
        labels[i] = labels[i] < relabel.length ? relabel[labels[i]] : 0;
      }
      for (Cutouts.Flying object : flying) {
        object.paste(rgb, labels, size);
      }
      if (frame == 0 && cutouts != null && random.nextDouble() < hidden) {
        crossing = Crossing.of(random, cutouts, labels, request);
      }
      if (crossing != null) {
        crossing.paste(frame, rgb, labels, size);
      }
      clipColours.apply(rgb);
      ColourJitter.random(random, augmentation.frameColour()).apply(rgb);
      clip.setFrame(frame, rgb, labels);
    }
    return clip;
  }

  /** Objects that fly over the clip: of other images, or of its own picture once more. */
  private List<Cutouts.Flying> pasted(
      RandomGenerator random, Request request, Picture first, byte[] relabel, byte[] labels) {
    List<Cutouts.Flying> flying = new ArrayList<>();
    int taken = 0;
    for (byte target : relabel) {
      taken = Math.max(taken, target);
    }
    while (cutouts != null && flying.size() < MOST_PASTED && random.nextDouble() < pasted) {
      boolean asTarget = taken < request.objects() && random.nextDouble() < PASTED_AS_TARGET;
      int as = asTarget ? taken + 1 : 0;
      Cutouts.Flying object =
          random.nextDouble() < PASTED_LOOK_ALIKE
              ? Cutouts.of(random, first, as, request.size())
              : cutouts.random(random, as, request.size());
      if (object == null) {
        break;
      }
      if (!asTarget && random.nextDouble() < STARTS_OVER_TARGET) {
        startOverTarget(random, object, relabel, labels, request.size());
      }
      flying.add(object);
      taken += asTarget ? 1 : 0;
    }
    return flying;
  }

  private static void startOverTarget(
      RandomGenerator random, Cutouts.Flying object, byte[] relabel, byte[] labels, int size) {
    int[] pixels = IntStream.range(0, labels.length).filter(i -> relabel[labels[i]] > 0).toArray();
    if (pixels.length > 0) {
      int pixel = pixels[random.nextInt(pixels.length)];
      int row = pixel / size;
      object.startAt(pixel % size, row);
    }
  }

  /** Labels that have enough pixels to be targets. */
  private static List<Integer> visible(byte[] labels, int objects) {
    int[] area = new int[objects + 1];
    for (byte label : labels) {
      area[label]++;
    }
    return IntStream.rangeClosed(1, objects)
        .filter(label -> area[label] >= SMALLEST_TARGET)
        .boxed()
        .toList();
  }

  /** Which of a picture's objects become targets 1, 2, ...; the others are background. */
  private static byte[] targets(
      RandomGenerator random, Request request, List<Integer> visible, int objects) {
    byte[] relabel = new byte[objects + 1];
    List<Integer> order = new ArrayList<>();
    for (int label : visible) {
      order.add(random.nextInt(order.size() + 1), label);
    }
    for (int i = 0; i < Math.min(order.size(), request.objects()); i++) {
      relabel[order.get(i)] = (byte) (i + 1);
    }
    return relabel;
  }
}
