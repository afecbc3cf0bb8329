package dev.engram.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A made-up video with exact masks: patterned bodies that move, turn, change their outline and pass
 * before one another, with look-alikes among them, over a ground that the camera pans across. Drawn
 * at any size; needs no data.
 */
public final class ProceduralScene {
  /** Moments within a frame's exposure: they blur what moves and soften its edges. */
  private static final double[][] SAMPLES = {
    {0.25, 0.25, -0.3}, {0.75, 0.4, -0.1}, {0.4, 0.75, 0.1}, {0.75, 0.75, 0.3}
  };

  private final Texture ground;
  private final Texture far;
  private final List<Sprite> sprites = new ArrayList<>();
  private final double panX;
  private final double panY;

  private ProceduralScene(RandomGenerator random, int objects, int distractors, double aspect) {
    ground = Texture.ground(random, 0.15 + 0.3 * random.nextDouble());
    far = Texture.ground(random, 0.03 + 0.05 * random.nextDouble());
    panX = 0.004 * random.nextGaussian();
    panY = 0.0015 * random.nextGaussian();
    for (int label = 1; label <= objects; label++) {
      sprites.add(Sprite.random(random, label, aspect));
    }
    for (int i = 0; i < distractors; i++) {
      Sprite model = sprites.get(random.nextInt(sprites.size()));
      Sprite distractor =
          random.nextBoolean()
              ? model.lookAlike(random, 0, aspect)
              : Sprite.random(random, 0, aspect);
      sprites.add(random.nextInt(sprites.size() + 1), distractor);
    }
  }

  /**
   * A scene that depends on the seed alone.
   *
   * @param objects how many carry labels, from 1 on; at least 1
   * @param distractors how many do not
   * @param aspect width divided by height
   */
  public static ProceduralScene of(long seed, int objects, int distractors, double aspect) {
    return new ProceduralScene(new SplittableRandom(seed), objects, distractors, aspect);
  }

  /**
   * Draws a frame.
   *
   * @param time in frames
   * @param rgb [height, width, 3], filled
   * @param labels [height, width], filled: what is in front at the middle of the exposure
   */
  public void draw(double time, int width, int height, byte[] rgb, byte[] labels) {
    float[] colour = new float[3];
    float weight = 1f / SAMPLES.length;
    for (int py = 0, i = 0; py < height; py++) {
      for (int px = 0; px < width; px++, i++) {
        colour[0] = colour[1] = colour[2] = 0;
        for (double[] sample : SAMPLES) {
          double x = (px + sample[0]) / height;
          double y = (py + sample[1]) / height;
          double moment = time + sample[2];
          Sprite front = front(x, y, moment);
          if (front == null) {
            ground.addColour(x + panX * moment, y + panY * moment, 0.75f * weight, colour);
            far.addColour(x + panX * moment, y + panY * moment, 0.25f * weight, colour);
          } else {
            front.addColour(x, y, moment, weight, colour);
          }
        }
        Sprite centre = front((px + 0.5) / height, (py + 0.5) / height, time);
        labels[i] = (byte) (centre == null ? 0 : centre.label);
        for (int c = 0; c < 3; c++) {
          rgb[3 * i + c] = (byte) Math.max(0, Math.min(255, Math.round(colour[c])));
        }
      }
    }
  }

  private @Nullable Sprite front(double x, double y, double time) {
    for (int s = sprites.size() - 1; s >= 0; s--) {
      if (sprites.get(s).covers(x, y, time)) {
        return sprites.get(s);
      }
    }
    return null;
  }
}
