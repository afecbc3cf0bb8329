package dev.engram.mask;

import java.util.Arrays;
import java.util.Map;

/**
 * The colour in which each label is shown. No label looks black: where a colour is missing or too
 * dark to see, the DAVIS palette's takes its place, so that a mask is never taken for an empty one.
 *
 * <p>Colours are {@code 0xRRGGBB}. Immutable.
 */
public final class Palette {
  private static final int UNSET = -1;
  // the darkest colour of the DAVIS palette has its brightest channel at 32
  private static final int VISIBLE = 32;
  private static final Palette DAVIS = new Palette(new int[] {0});

  private final int[] colours;

  private Palette(int[] colours) {
    this.colours = colours;
  }

  /**
   * The palette of PASCAL VOC and DAVIS: the bits of a label go in turn to red, green and blue,
   * highest first. Label 1 is (128, 0, 0), 2 is (0, 128, 0), 3 is (128, 128, 0). Above 255 its
   * colours repeat.
   */
  public static Palette davis() {
    return DAVIS;
  }

  /**
   * A palette of the given colours, copied; labels beyond them get the DAVIS palette's.
   *
   * @param rgb the colour of label 0, 1, 2, ..., each {@code 0xRRGGBB}; higher bits are ignored
   */
  public static Palette of(int[] rgb) {
    int[] colours = new int[Math.min(rgb.length, LabelMap.MAX_LABEL + 1)];
    for (int label = 0; label < colours.length; label++) {
      colours[label] = visible(label, rgb[label] & 0xFFFFFF);
    }
    return new Palette(colours);
  }

  /**
   * A palette with black background and the given labels' colours; the others get the DAVIS
   * palette's.
   *
   * @param rgbByLabel labels within 1 to 65535, colours as {@code 0xRRGGBB}
   * @throws IllegalArgumentException if a label is out of range
   */
  public static Palette ofColours(Map<Integer, Integer> rgbByLabel) {
    int highest = 0;
    for (int label : rgbByLabel.keySet()) {
      if (label < 1 || label > LabelMap.MAX_LABEL) {
        throw new IllegalArgumentException("no colour can be given to label " + label);
      }
      highest = Math.max(highest, label);
    }
    int[] colours = new int[highest + 1];
    Arrays.fill(colours, 1, colours.length, UNSET);
    rgbByLabel.forEach((label, rgb) -> colours[label] = visible(label, rgb & 0xFFFFFF));
    return new Palette(colours);
  }

  /**
   * The colour of a label as {@code 0xRRGGBB}; of 0, the background's.
   *
   * @throws IllegalArgumentException if the label is not within 0 to 65535
   */
  public int rgb(int label) {
    if (label < 0 || label > LabelMap.MAX_LABEL) {
      throw new IllegalArgumentException("label " + label + " is out of range");
    }
    if (label < colours.length && colours[label] != UNSET) {
      return colours[label];
    }
    return davisColour(label);
  }

  static int davisColour(int label) {
    int index = label <= 255 ? label : 1 + (label - 1) % 255;
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int bit = 7; index != 0; bit--, index >>= 3) {
      red |= (index & 1) << bit;
      green |= (index >> 1 & 1) << bit;
      blue |= (index >> 2 & 1) << bit;
    }
    return red << 16 | green << 8 | blue;
  }

  private static int visible(int label, int rgb) {
    int brightest = Math.max(Math.max(rgb >> 16, rgb >> 8 & 255), rgb & 255);
    return label == 0 || brightest >= VISIBLE ? rgb : UNSET;
  }

  /** Equal if every label has the same colour. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Palette that)) {
      return false;
    }
    int length = Math.max(colours.length, that.colours.length);
    for (int label = 0; label < length; label++) {
      if (rgb(label) != that.rgb(label)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    // the first labels alone, as palettes of different lengths may be equal
    int hash = 0;
    for (int label = 0; label < 16; label++) {
      hash = 31 * hash + rgb(label);
    }
    return hash;
  }
}
