package dev.engram.train.data;

import dev.engram.train.data.PairedFolders.Pair;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Objects cut out of static images and pasted into clips, moving on their own: further targets,
 * distractors, and occluders of what they pass over.
 */
final class Cutouts {
  private static final int TRIES = 5;
  private static final int SMALLEST_SIDE = 24;

  private final PictureFiles files;
  private final List<Pair> pairs;

  Cutouts(PictureFiles files, List<Pair> pairs) {
    this.files = files;
    this.pairs = pairs;
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
      jitter = ColourJitter.random(random, new ColourJitter.Strength(0.2, 0.15, 0.2, 0.05, 0));
    }

    /** Draws the object onto a frame and moves it on. */
    void paste(float[] rgb, byte[] labels, int size) {
      double cos = Math.cos(Math.toRadians(angle)) / scale;
      double sin = Math.sin(Math.toRadians(angle)) / scale;
      double centreX = (box[0] + box[2]) / 2.0;
      double centreY = (box[1] + box[3]) / 2.0;
      double reach = scale * Math.hypot(box[2] - box[0], box[3] - box[1]) / 2 + 1;
      int left = (int) Math.max(0, x - reach);
      int right = (int) Math.min(size, x + reach + 1);
      float[] colour = new float[3];
      for (int py = (int) Math.max(0, y - reach); py < Math.min(size, y + reach + 1); py++) {
        for (int px = left; px < right; px++) {
          double u = (px + 0.5 - x) * (flip ? -1 : 1);
          double v = py + 0.5 - y;
          double sx = centreX + cos * u + sin * v;
          double sy = centreY - sin * u + cos * v;
          if (isObject((int) Math.floor(sx), (int) Math.floor(sy))) {
            Warp.bilinear(picture, sx - 0.5, sy - 0.5, colour, 0);
            jitter.apply(colour);
            int i = py * size + px;
            rgb[3 * i] = colour[0];
            rgb[3 * i + 1] = colour[1];
            rgb[3 * i + 2] = colour[2];
            labels[i] = (byte) as;
          }
        }
      }
      x += vx;
      y += vy;
      scale *= zoom;
      angle += turn;
    }

    private boolean isObject(int sx, int sy) {
      return sx >= box[0]
          && sy >= box[1]
          && sx < box[2]
          && sy < box[3]
          && picture.labels[sy * picture.width + sx] == label;
    }
  }

  /**
   * A random object.
   *
   * @param as the label it gets; 0 makes it a distractor
   * @return null if no object of a useful size turned up
   */
  @Nullable Flying random(RandomGenerator random, int as, int size) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Pair pair = pairs.get(random.nextInt(pairs.size()));
      Picture picture = files.get(pair.image(), pair.mask());
      if (picture.objects == 0) {
        continue;
      }
      int label = 1 + random.nextInt(picture.objects);
      int[] box = picture.box(label);
      if (box != null
          && Math.min(box[2] - box[0], box[3] - box[1]) >= SMALLEST_SIDE
          && (box[2] - box[0] < 0.95 * picture.width || box[3] - box[1] < 0.95 * picture.height)) {
        return new Flying(picture, label, box, as, random, size);
      }
    }
    return null;
  }
}
