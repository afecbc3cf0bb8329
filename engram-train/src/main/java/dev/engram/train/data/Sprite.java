package dev.engram.train.data;

import java.util.random.RandomGenerator;

/**
 * A soft-edged body of a random outline that changes as it moves, turns, grows and shrinks. Lengths
 * are in units of the scene's height, time in frames.
 */
final class Sprite {
  private static final int HARMONICS = 5;

  final int label;
  private final Texture texture;
  private final double radius;
  private final double[] amplitude = new double[HARMONICS];
  private final double[] phase = new double[HARMONICS];
  private final double[] wobble = new double[HARMONICS];
  private final Path path;

  /** Where a sprite is over time. */
  private record Path(
      double x,
      double y,
      double vx,
      double vy,
      double swing,
      double swingPeriod,
      double swingPhase,
      double turn,
      double breath) {
    static Path random(RandomGenerator random, double aspect) {
      double speed = 0.006;
      return new Path(
          aspect * (0.2 + 0.6 * random.nextDouble()),
          0.25 + 0.5 * random.nextDouble(),
          speed * random.nextGaussian(),
          0.4 * speed * random.nextGaussian(),
          0.05 + 0.2 * random.nextDouble(),
          30 + 60 * random.nextDouble(),
          2 * Math.PI * random.nextDouble(),
          0.015 * random.nextGaussian(),
          0.15 * random.nextDouble());
    }

    double phaseAt(double time) {
      return 2 * Math.PI * time / swingPeriod + swingPhase;
    }

    double xAt(double time) {
      return x + vx * time + swing * Math.sin(phaseAt(time));
    }

    double yAt(double time) {
      return y + vy * time + 0.4 * swing * Math.cos(1.3 * phaseAt(time));
    }

    double scaleAt(double time) {
      return 1 + breath * Math.sin(0.7 * phaseAt(time));
    }
  }

  private Sprite(int label, Texture texture, double radius, Path path) {
    this.label = label;
    this.texture = texture;
    this.radius = radius;
    this.path = path;
  }

  /**
   * @param label 0 makes it a distractor
   * @param aspect the scene's width divided by its height
   */
  static Sprite random(RandomGenerator random, int label, double aspect) {
    double radius = 0.08 + 0.14 * random.nextDouble();
    Sprite sprite =
        new Sprite(
            label,
            Texture.random(random, 0.04 + 0.12 * random.nextDouble()),
            radius,
            Path.random(random, aspect));
    for (int h = 0; h < HARMONICS; h++) {
      sprite.amplitude[h] = 0.35 * random.nextGaussian() / (h + 1.5);
      sprite.phase[h] = 2 * Math.PI * random.nextDouble();
      sprite.wobble[h] = 0.08 * random.nextGaussian();
    }
    return sprite;
  }

  /** A body of the same look on a way of its own. */
  Sprite lookAlike(RandomGenerator random, int as, double aspect) {
    Sprite twin = new Sprite(as, texture, radius, Path.random(random, aspect));
    System.arraycopy(amplitude, 0, twin.amplitude, 0, HARMONICS);
    System.arraycopy(wobble, 0, twin.wobble, 0, HARMONICS);
    for (int h = 0; h < HARMONICS; h++) {
      twin.phase[h] = phase[h] + 0.6 * random.nextGaussian();
    }
    return twin;
  }

  /** Whether a point lies within the body. */
  boolean covers(double x, double y, double time) {
    double scale = path.scaleAt(time);
    double dx = (x - path.xAt(time)) / scale;
    double dy = (y - path.yAt(time)) / scale;
    double distance = Math.hypot(dx, dy);
    if (distance > 2.2 * radius) {
      return false;
    }
    double angle = Math.atan2(dy, dx) - path.turn() * time;
    double reach = 1;
    for (int h = 0; h < HARMONICS; h++) {
      reach += amplitude[h] * Math.sin((h + 1) * angle + phase[h] + wobble[h] * time);
    }
    return distance < radius * Math.max(0.35, Math.min(2.1, reach));
  }

  /** Adds the colour of a point of the body, whose pattern moves with it. */
  void addColour(double x, double y, double time, float weight, float[] rgb) {
    double scale = path.scaleAt(time);
    double dx = (x - path.xAt(time)) / scale;
    double dy = (y - path.yAt(time)) / scale;
    double cos = Math.cos(-path.turn() * time);
    double sin = Math.sin(-path.turn() * time);
    texture.addColour(cos * dx - sin * dy, sin * dx + cos * dy, weight, rgb);
  }
}
