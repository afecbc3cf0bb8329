package dev.engram.train.data;

import java.util.random.RandomGenerator;

/** Clips of made-up scenes, which need no data: several objects and look-alikes that cross. */
final class ProceduralClips implements ClipSource {
  private static final int MOST_DISTRACTORS = 4;

  /** Frames after which most bodies have left the picture. */
  private static final double LONGEST = 60;

  private final Augmentation augmentation;

  /**
   * @param augmentation of which colours are taken; a scene moves by itself
   */
  ProceduralClips(Augmentation augmentation) {
    this.augmentation = augmentation;
  }

  @Override
  public Clip clip(RandomGenerator random, Request request) {
    Clip clip = attempt(random, request);
    for (int t = 1; t < ClipMaker.TRIES && !ClipMaker.hasTarget(clip); t++) {
      clip = attempt(random, request);
    }
    return clip;
  }

  private Clip attempt(RandomGenerator random, Request request) {
    int size = request.size();
    ProceduralScene scene =
        ProceduralScene.of(
            random.nextLong(), request.objects(), 1 + random.nextInt(MOST_DISTRACTORS), 1);
    ColourJitter clipColours = ColourJitter.random(random, augmentation.clipColour());
    Clip clip = new Clip(request.frames(), size, request.objects());
    byte[] rgb = new byte[size * size * 3];
    byte[] labels = new byte[size * size];
    float[] colours = new float[rgb.length];
    double time = LONGEST * random.nextDouble();
    boolean reversed = random.nextBoolean();
    for (int frame = 0; frame < request.frames(); frame++) {
      scene.draw(time, size, size, rgb, labels);
      for (int i = 0; i < rgb.length; i++) {
        colours[i] = rgb[i] & 0xff;
      }
      clipColours.apply(colours);
      ColourJitter.random(random, augmentation.frameColour()).apply(colours);
      clip.setFrame(frame, colours, labels);
      double step = 1 + random.nextInt(request.maxJump());
      time += reversed ? -step : step;
    }
    return clip;
  }
}
