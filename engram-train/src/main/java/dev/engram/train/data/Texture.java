package dev.engram.train.data;

import java.util.random.RandomGenerator;

/** A random surface: smooth noise, stripes or dots between two colours, without end. */
final class Texture {
  private enum Pattern {
    NOISE,
    STRIPES,
    DOTS
  }

  private final long seed;
  private final Pattern pattern;
  private final double period;
  private final double angle;
  private final float[] light;
  private final float[] dark;
  private final double grain;

  private Texture(
      long seed, Pattern pattern, double period, double angle, float[] light, float[] dark) {
    this.seed = seed;
    this.pattern = pattern;
    this.period = period;
    this.angle = angle;
    this.light = light;
    this.dark = dark;
    this.grain = 0.25;
  }

  /**
   * @param period the size of its features, in units of the scene's height
   */
  static Texture random(RandomGenerator random, double period) {
    Pattern pattern = Pattern.values()[random.nextInt(Pattern.values().length)];
    return new Texture(
        random.nextLong(),
        pattern,
        period,
        Math.PI * random.nextDouble(),
        colour(random),
        colour(random));
  }

  /** Noise alone: what a background is made of. */
  static Texture ground(RandomGenerator random, double period) {
    return new Texture(random.nextLong(), Pattern.NOISE, period, 0, colour(random), colour(random));
  }

  private static float[] colour(RandomGenerator random) {
    float[] colour = new float[3];
    double brightness = 40 + 170 * random.nextDouble();
    for (int c = 0; c < 3; c++) {
      colour[c] =
          (float) Math.max(0, Math.min(255, brightness + 70 * (2 * random.nextDouble() - 1)));
    }
    return colour;
  }

  /** Adds the colour at a point, times a weight. */
  void addColour(double x, double y, float weight, float[] rgb) {
    double mix = mix(x / period, y / period);
    double rough = 1 + grain * (noise(8 * x / period, 8 * y / period, seed + 17) - 0.5);
    for (int c = 0; c < 3; c++) {
      rgb[c] += (float) (weight * rough * (dark[c] + mix * (light[c] - dark[c])));
    }
  }

  private double mix(double x, double y) {
    double u = Math.cos(angle) * x + Math.sin(angle) * y;
    double v = -Math.sin(angle) * x + Math.cos(angle) * y;
    double smooth = 0.65 * noise(x, y, seed) + 0.35 * noise(2.3 * x, 2.3 * y, seed + 5);
    return switch (pattern) {
      case NOISE -> smooth;
      case STRIPES -> edge(Math.sin(2 * Math.PI * (u + 0.3 * smooth)));
      case DOTS -> edge(Math.sin(2 * Math.PI * u) * Math.sin(2 * Math.PI * v) - 0.2);
    };
  }

  private static double edge(double value) {
    return Math.max(0, Math.min(1, 0.5 + 3 * value));
  }

  /** Random values at whole coordinates, smoothly interpolated: 0 to 1. */
  private static double noise(double x, double y, long seed) {
    long x0 = (long) Math.floor(x);
    long y0 = (long) Math.floor(y);
    double fx = x - x0;
    double fy = y - y0;
    fx = fx * fx * (3 - 2 * fx);
    fy = fy * fy * (3 - 2 * fy);
    double top = value(x0, y0, seed) * (1 - fx) + value(x0 + 1, y0, seed) * fx;
    double bottom = value(x0, y0 + 1, seed) * (1 - fx) + value(x0 + 1, y0 + 1, seed) * fx;
    return top * (1 - fy) + bottom * fy;
  }

  private static double value(long x, long y, long seed) {
    long h = seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL;
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return ((h ^ (h >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
