package dev.engram.interact;

import dev.engram.mask.LabelMap;
import dev.engram.video.Frame;
import java.util.Random;

/** Small frames whose objects are known. */
final class Pictures {
  static final int RED = 0xC03020;
  static final int BLUE = 0x2040B0;

  private Pictures() {}

  /** What is where: a colour for each pixel. */
  @FunctionalInterface
  interface Painter {
    int rgb(int x, int y);
  }

  /** A frame with a little noise, so that no two colours are equal. */
  static Frame paint(int width, int height, Painter painter) {
    Random random = new Random(7);
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      int colour = painter.rgb(i % width, i / width);
      for (int c = 0; c < 3; c++) {
        int value = (colour >> (16 - 8 * c) & 255) + random.nextInt(13) - 6;
        rgb[3 * i + c] = (byte) Math.max(0, Math.min(255, value));
      }
    }
    return new Frame(0, "00000", "picture", 0, width, height, rgb);
  }

  static boolean inDisk(int x, int y, double centreX, double centreY, double radius) {
    return Math.hypot(x + 0.5 - centreX, y + 0.5 - centreY) <= radius;
  }

  /** Two red disks on blue, around (width / 4, height / 2) and (3 width / 4, height / 2). */
  static Frame twoDisks(int width, int height) {
    double radius = Math.min(width, height) / 5.0;
    return paint(
        width,
        height,
        (x, y) ->
            inDisk(x, y, width / 4.0, height / 2.0, radius)
                    || inDisk(x, y, 3 * width / 4.0, height / 2.0, radius)
                ? RED
                : BLUE);
  }

  static Frame noise(int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    return new Frame(0, "00000", "noise", 0, width, height, rgb);
  }

  static LabelMap disk(int width, int height, double centreX, double centreY, double radius) {
    byte[] mask = new byte[width * height];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (inDisk(i % width, i / width, centreX, centreY, radius) ? 1 : 0);
    }
    return LabelMap.ofBytes(width, height, mask);
  }
}
