package dev.engram.train.data;

import dev.engram.train.data.Augmentation.Colour;
import dev.engram.train.data.Augmentation.Motion;
import dev.engram.train.data.ClipSource.Request;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Clips that show what each part of an augmentation does by itself, on a made-up picture. */
public final class AugmentationSheet {
  private static final int FRAMES = 5;
  private static final double ASPECT = 1.5;

  private final long seed;
  private final int size;

  /**
   * @param size pixels of a clip's side
   */
  public AugmentationSheet(long seed, int size) {
    this.seed = seed;
    this.size = size;
  }

  /** A clip for each part, by what it is called. */
  public Map<String, Clip> clips(Augmentation all) {
    double low = all.smallestCrop();
    double high = all.largestCrop();
    Motion drift = all.drift();
    Map<String, Clip> clips = new LinkedHashMap<>();
    clips.put("crop and flip, a clip", clip(cropped(low, high, Motion.NONE)));
    clips.put(
        "drift: shift and zoom",
        clip(cropped(high, high, new Motion(drift.shift(), drift.zoom(), 0, 0))));
    clips.put(
        "drift: turn and shear",
        clip(cropped(high, high, new Motion(0, 0, drift.turn(), drift.shear()))));
    clips.put("jitter, each frame", clip(moved(all.jitter())));
    clips.put("thin-plate spline", clip(bent(all.bending())));
    clips.put("colour, a clip", clip(coloured(all.clipColour(), Colour.NONE)));
    clips.put("colour, each frame", clip(coloured(Colour.NONE, all.frameColour())));
    clips.put("pasted objects", clip(cropped(1, 1, Motion.NONE), cutouts(), 1, 0));
    clips.put("a target hidden", clip(cropped(1, 1, Motion.NONE), cutouts(), 0, 1));
    clips.put(
        "a made-up scene",
        new ProceduralClips(Augmentation.none())
            .clip(new SplittableRandom(seed), new Request(FRAMES, size, 2, 8, 1)));
    return clips;
  }

  private Clip clip(Augmentation augmentation) {
    return clip(augmentation, null, 0, 0);
  }

  private Clip clip(
      Augmentation augmentation, @Nullable Cutouts cutouts, double pasted, double hidden) {
    Picture picture = picture(seed);
    return new ClipMaker(cutouts, pasted, hidden)
        .make(
            new SplittableRandom(seed),
            new Request(FRAMES, size, 2, 1, 1),
            augmentation,
            random ->
                Cropping.shots(random, Collections.nCopies(FRAMES, picture), size, augmentation));
  }

  private Cutouts cutouts() {
    return new Cutouts(random -> picture(random.nextLong()));
  }

  private Picture picture(long seed) {
    int width = (int) (size * ASPECT);
    byte[] rgb = new byte[width * size * 3];
    byte[] labels = new byte[width * size];
    ProceduralScene.of(seed, 2, 1, ASPECT).draw(0, width, size, rgb, labels);
    return new Picture(width, size, rgb, labels, 2);
  }

  private static Augmentation cropped(double low, double high, Motion drift) {
    return new Augmentation(low, high, drift, Motion.NONE, 0, 0, Colour.NONE, Colour.NONE);
  }

  private static Augmentation moved(Motion jitter) {
    return new Augmentation(1, 1, Motion.NONE, jitter, 0, 0, Colour.NONE, Colour.NONE);
  }

  private static Augmentation bent(double bending) {
    return new Augmentation(1, 1, Motion.NONE, Motion.NONE, 1, bending, Colour.NONE, Colour.NONE);
  }

  private static Augmentation coloured(Colour clip, Colour frame) {
    return new Augmentation(1, 1, Motion.NONE, Motion.NONE, 0, 0, clip, frame);
  }
}
