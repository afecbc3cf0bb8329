package dev.engram.export;

/** Puts objects over something else, or over nothing. */
final class Compositing {
  /**
   * How far around an object its picture stays under transparent pixels: lossy codecs and scaling
   * mix in what lies there. Beyond it is black, so that nothing else of the video is given away.
   */
  static final int MARGIN = 16;

  private Compositing() {}

  /**
   * @param rgb {@code [height, width, 3]}, in front
   * @param alpha {@code [height, width]}, how opaque it is, 0 to 1
   * @param behind {@code [height, width, 3]}; changed into the result and returned
   */
  static byte[] over(byte[] rgb, float[] alpha, byte[] behind) {
    for (int i = 0; i < alpha.length; i++) {
      if (alpha[i] > 0) {
        for (int c = 3 * i; c < 3 * i + 3; c++) {
          behind[c] = mix(rgb[c], behind[c], alpha[i]);
        }
      }
    }
    return behind;
  }

  static byte mix(byte front, byte behind, float alpha) {
    return (byte) Math.round((front & 255) * alpha + (behind & 255) * (1 - alpha));
  }

  /** A picture of one colour, {@code [height, width, 3]}. */
  static byte[] filled(int pixels, int colour) {
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) (colour >> 16);
      rgb[i + 1] = (byte) (colour >> 8);
      rgb[i + 2] = (byte) colour;
    }
    return rgb;
  }

  /**
   * The objects alone, with straight alpha.
   *
   * @return {@code [height, width, 4]}
   */
  static byte[] alone(byte[] rgb, float[] alpha, int width, int height) {
    boolean[] near = near(alpha, width, height);
    byte[] rgba = new byte[4 * alpha.length];
    for (int i = 0; i < alpha.length; i++) {
      if (near[i]) {
        System.arraycopy(rgb, 3 * i, rgba, 4 * i, 3);
        rgba[4 * i + 3] = (byte) Math.round(alpha[i] * 255);
      }
    }
    return rgba;
  }

  /** Pixels with one above 0 within {@link #MARGIN} columns and rows. */
  private static boolean[] near(float[] alpha, int width, int height) {
    boolean[] along = new boolean[alpha.length];
    for (int y = 0; y < height; y++) {
      int reach = -1;
      for (int x = 0; x < width; x++) {
        if (alpha[y * width + x] > 0) {
          int from = Math.max(x - MARGIN, 0);
          int to = Math.min(x + MARGIN, width - 1);
          for (int i = Math.max(from, reach + 1); i <= to; i++) {
            along[y * width + i] = true;
          }
          reach = to;
        }
      }
    }
    boolean[] near = new boolean[alpha.length];
    for (int x = 0; x < width; x++) {
      int reach = -1;
      for (int y = 0; y < height; y++) {
        if (along[y * width + x]) {
          int from = Math.max(y - MARGIN, 0);
          int to = Math.min(y + MARGIN, height - 1);
          for (int i = Math.max(from, reach + 1); i <= to; i++) {
            near[i * width + x] = true;
          }
          reach = to;
        }
      }
    }
    return near;
  }
}
