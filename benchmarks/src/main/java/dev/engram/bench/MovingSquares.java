package dev.engram.bench;

import dev.engram.mask.LabelMap;
import dev.engram.video.Frame;
import java.util.Random;

/**
 * A clip of any length without a file: squares, one an object, on circles over a textured ground.
 */
final class MovingSquares {
  private final int width;
  private final int height;
  private final int objects;
  private final byte[] ground;

  MovingSquares(int width, int height, int objects) {
    this.width = width;
    this.height = height;
    this.objects = objects;
    ground = new byte[3 * width * height];
    new Random(7).nextBytes(ground);
    for (int i = 0; i < ground.length; i++) {
      // half noise, half a slow wave, so that no two places look the same
      ground[i] = (byte) ((ground[i] & 63) + 96 + (int) (64 * Math.sin(i / 977.0)));
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int objects() {
    return objects;
  }

  Frame frame(int index) {
    byte[] rgb = ground.clone();
    int[] labels = labels(index);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0) {
        rgb[3 * i] = (byte) (50 * labels[i]);
        rgb[3 * i + 1] = (byte) (250 - 40 * labels[i]);
        rgb[3 * i + 2] = (byte) (30 + (i & 15));
      }
    }
    return new Frame(
        index, Frame.nameOf(index), "frame " + index, index * 40_000L, width, height, rgb);
  }

  LabelMap mask(int index) {
    return LabelMap.of(width, height, labels(index));
  }

  private int[] labels(int index) {
    int[] labels = new int[width * height];
    int side = height / 5;
    for (int o = 0; o < objects; o++) {
      double turn = index / 40.0 + o * 2 * Math.PI / objects;
      int left = (int) (width / 2.0 + width / 3.0 * Math.cos(turn) - side / 2.0);
      int top = (int) (height / 2.0 + height / 3.5 * Math.sin(turn) - side / 2.0);
      for (int y = Math.max(0, top); y < Math.min(height, top + side); y++) {
        for (int x = Math.max(0, left); x < Math.min(width, left + side); x++) {
          labels[y * width + x] = o + 1;
        }
      }
    }
    return labels;
  }
}
