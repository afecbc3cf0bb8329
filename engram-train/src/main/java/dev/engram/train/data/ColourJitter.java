package dev.engram.train.data;

import java.util.random.RandomGenerator;

/**
 * A random change of brightness, contrast, saturation and hue, or to grey.
 *
 * @param brightness factor of all values
 * @param contrast factor of the distance to the mean grey
 * @param saturation factor of the distance to the pixel's own grey
 * @param hue turn of the colour circle, in turns
 */
record ColourJitter(double brightness, double contrast, double saturation, double hue) {
  static ColourJitter random(RandomGenerator random, Augmentation.Colour strength) {
    boolean grey = random.nextDouble() < strength.grey();
    return new ColourJitter(
        1 + strength.brightness() * Augmentation.even(random),
        1 + strength.contrast() * Augmentation.even(random),
        grey ? 0 : 1 + strength.saturation() * Augmentation.even(random),
        strength.hue() * Augmentation.even(random));
  }

  /** Changes [pixels, 3] values of 0 to 255 in place; they may leave that range. */
  void apply(float[] rgb) {
    double mean = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      mean += grey(rgb, i);
    }
    mean = brightness * mean / (rgb.length / 3.0);
    double cos = Math.cos(2 * Math.PI * hue);
    double sin = Math.sin(2 * Math.PI * hue);
    for (int i = 0; i < rgb.length; i += 3) {
      double grey = grey(rgb, i);
      // the colour difference planes of YIQ turn with the hue
      double in = 0.596 * rgb[i] - 0.274 * rgb[i + 1] - 0.322 * rgb[i + 2];
      double quadrature = 0.211 * rgb[i] - 0.523 * rgb[i + 1] + 0.312 * rgb[i + 2];
      double u = saturation * (cos * in - sin * quadrature);
      double v = saturation * (sin * in + cos * quadrature);
      rgb[i] = change(grey + 0.956 * u + 0.621 * v, mean);
      rgb[i + 1] = change(grey - 0.272 * u - 0.647 * v, mean);
      rgb[i + 2] = change(grey - 1.106 * u + 1.703 * v, mean);
    }
  }

  private float change(double value, double mean) {
    return (float) (contrast * (brightness * value - mean) + mean);
  }

  private static double grey(float[] rgb, int i) {
    return 0.299 * rgb[i] + 0.587 * rgb[i + 1] + 0.114 * rgb[i + 2];
  }
}
