package dev.engram.train.data;

import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Objects cut out of static images and pasted into clips, moving on their own: further targets,
 * distractors, and occluders of what they pass over. Their edges are soft, and they blur as they
 * move, so that nothing but their motion gives them away.
 */
final class Cutouts {
  private static final int TRIES = 5;
  private static final int SMALLEST_SIDE = 24;

  /** Points within a pixel, and moments within the exposure as a part of a frame's motion. */
  private static final double[][] SAMPLES = {
    {0.25, 0.25, -0.15}, {0.75, 0.4, -0.05}, {0.4, 0.75, 0.05}, {0.75, 0.75, 0.15}
  };

  private final Function<RandomGenerator, Picture> pictures;

  /**
   * @param pictures chooses one
   */
  Cutouts(Function<RandomGenerator, Picture> pictures) {
    this.pictures = pictures;
  }

  /** An object with the motion that it will have. */
  static final class Flying {
    private final Picture picture;
    private final int label;
    private final int[] box;
    private final int as;
    private double x;
    private double y;
    private double scale;
    private double angle;
    private double cos;
    private double sin;
    private final double vx;
    private final double vy;
    private final double zoom;
    private final double turn;
    private final boolean flip;
    private final ColourJitter jitter;

    private Flying(
        Picture picture, int label, int[] box, int as, RandomGenerator random, int size) {
      this.picture = picture;
      this.label = label;
      this.box = box;
      this.as = as;
      double height = size * (0.25 + 0.6 * random.nextDouble());
      scale = height / Math.max(box[2] - box[0], box[3] - box[1]);
      x = size * (0.1 + 0.8 * random.nextDouble());
      y = size * (0.1 + 0.8 * random.nextDouble());
      vx = size * 0.12 * random.nextGaussian();
      vy = size * 0.06 * random.nextGaussian();
      zoom = Math.exp(0.05 * random.nextGaussian());
      turn = 5 * random.nextGaussian();
      angle = 10 * random.nextGaussian();
      flip = random.nextBoolean();
      jitter = ColourJitter.random(random, new Augmentation.Colour(0.2, 0.15, 0.2, 0.05, 0));
    }

    void startAt(double centreX, double centreY) {
      x = centreX;
      y = centreY;
    }

    /** Makes it so large that its shorter side has that many pixels, if it is smaller. */
    void growTo(double pixels) {
      scale = Math.max(scale, pixels / Math.min(box[2] - box[0], box[3] - box[1]));
    }

    /** Draws the object onto a frame and moves it on. */
    void paste(float[] rgb, byte[] labels, int size) {
      double reach = scale * Math.hypot(box[2] - box[0], box[3] - box[1]) / 2;
      double left = Math.max(0, x - reach - Math.abs(vx));
      double right = Math.min(size, x + reach + Math.abs(vx) + 1);
      double top = Math.max(0, y - reach - Math.abs(vy));
      double bottom = Math.min(size, y + reach + Math.abs(vy) + 1);
      cos = Math.cos(Math.toRadians(angle)) / scale;
      sin = Math.sin(Math.toRadians(angle)) / scale;
      double[] at = new double[2];
      float[] one = new float[3];
      float[] sum = new float[3];
      for (int py = (int) top; py < bottom; py++) {
        for (int px = (int) left; px < right; px++) {
          int covered = 0;
          sum[0] = sum[1] = sum[2] = 0;
          for (double[] sample : SAMPLES) {
            locate(px + sample[0] - sample[2] * vx, py + sample[1] - sample[2] * vy, at);
            if (isObject(at)) {
              Warp.bilinear(picture, at[0] - 0.5, at[1] - 0.5, one, 0);
              for (int c = 0; c < 3; c++) {
                sum[c] += one[c];
              }
              covered++;
            }
          }
          int i = py * size + px;
          if (covered > 0) {
            blend(rgb, 3 * i, sum, covered);
          }
          locate(px + 0.5, py + 0.5, at);
          labels[i] = isObject(at) ? (byte) as : labels[i];
        }
      }
      x += vx;
      y += vy;
      scale *= zoom;
      angle += turn;
    }

    private void blend(float[] rgb, int at, float[] sum, int covered) {
      float share = covered / (float) SAMPLES.length;
      for (int c = 0; c < 3; c++) {
        sum[c] /= covered;
      }
      jitter.apply(sum);
      for (int c = 0; c < 3; c++) {
        rgb[at + c] += share * (sum[c] - rgb[at + c]);
      }
    }

    /** The point of the picture under a point of the clip. */
    private void locate(double px, double py, double[] at) {
      double u = (px - x) * (flip ? -1 : 1);
      double v = py - y;
      at[0] = (box[0] + box[2]) / 2.0 + cos * u + sin * v;
      at[1] = (box[1] + box[3]) / 2.0 - sin * u + cos * v;
    }

    private boolean isObject(double[] at) {
      int sx = (int) Math.floor(at[0]);
      int sy = (int) Math.floor(at[1]);
      return sx >= box[0]
          && sy >= box[1]
          && sx < box[2]
          && sy < box[3]
          && picture.labels[sy * picture.width + sx] == label;
    }
  }

  /**
   * A random object of a random image.
   *
   * @param as the label it gets; 0 makes it a distractor
   * @return null if no object of a useful size turned up
   */
  @Nullable Flying random(RandomGenerator random, int as, int size) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Flying flying = of(random, pictures.apply(random), as, size);
      if (flying != null) {
        return flying;
      }
    }
    return null;
  }

  /** A random object of a picture; null if it is of no useful size. */
  static @Nullable Flying of(RandomGenerator random, Picture picture, int as, int size) {
    if (picture.objects == 0) {
      return null;
    }
    int label = 1 + random.nextInt(picture.objects);
    int[] box = picture.box(label);
    return box != null
            && Math.min(box[2] - box[0], box[3] - box[1]) >= SMALLEST_SIDE
            && (box[2] - box[0] < 0.95 * picture.width || box[3] - box[1] < 0.95 * picture.height)
        ? new Flying(picture, label, box, as, random, size)
        : null;
  }
}
