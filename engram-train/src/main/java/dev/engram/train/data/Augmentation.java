package dev.engram.train.data;

import java.util.random.RandomGenerator;

/**
 * How the pictures of a clip are cut out, moved and coloured. All strengths are the largest change
 * to either side; what is drawn lies evenly between.
 *
 * @param smallestCrop of the picture's short side, that a clip's crop takes at least
 * @param largestCrop of the picture's short side, that it takes at most
 * @param drift a clip's steady motion, from its first to its last frame
 * @param jitter what each frame is moved beside
 * @param bent part of the clips whose frames are bent by a thin-plate spline, each by its own
 * @param bending standard deviation of the spline's control points, as a part of the crop's side
 * @param clipColour how colours of a whole clip change
 * @param frameColour how colours of each frame change beside
 */
public record Augmentation(
    double smallestCrop,
    double largestCrop,
    Motion drift,
    Motion jitter,
    double bent,
    double bending,
    Colour clipColour,
    Colour frameColour) {

  /**
   * A motion's strengths.
   *
   * @param shift part of the crop's side
   * @param zoom natural logarithm of the factor
   * @param turn degrees
   * @param shear degrees
   */
  public record Motion(double shift, double zoom, double turn, double shear) {
    /** None at all. */
    public static final Motion NONE = new Motion(0, 0, 0, 0);

    Motion times(double factor) {
      return new Motion(shift * factor, zoom * factor, turn * factor, shear * factor);
    }

    /** A motion within these strengths, in pixels of a crop of this many. */
    Warp.Move random(RandomGenerator random, double pixels) {
      return new Warp.Move(
          pixels * shift * even(random),
          pixels * shift * even(random),
          zoom * even(random),
          turn * even(random),
          shear * even(random));
    }
  }

  /**
   * A change of colours.
   *
   * @param brightness how far the factor may stray from 1, as for the next two
   * @param hue how far colours turn, in turns of the colour circle
   * @param grey how often all colour is taken away
   */
  public record Colour(
      double brightness, double contrast, double saturation, double hue, double grey) {
    /** None at all. */
    public static final Colour NONE = new Colour(0, 0, 0, 0, 0);
  }

  /** A picture as it is, cut to a square. */
  public static Augmentation none() {
    return new Augmentation(1, 1, Motion.NONE, Motion.NONE, 0, 0, Colour.NONE, Colour.NONE);
  }

  /** The same with the motions of frames weaker. */
  Augmentation withMotion(double factor) {
    return new Augmentation(
        smallestCrop,
        largestCrop,
        drift.times(factor),
        jitter.times(factor),
        bent,
        bending,
        clipColour,
        frameColour);
  }

  double crop(RandomGenerator random) {
    return smallestCrop + (largestCrop - smallestCrop) * random.nextDouble();
  }

  static double even(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }
}
