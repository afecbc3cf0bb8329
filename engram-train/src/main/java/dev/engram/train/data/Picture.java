package dev.engram.train.data;

import org.jspecify.annotations.Nullable;

/** An image with its mask. Immutable by convention: nobody writes its arrays after it is made. */
final class Picture {
  final int width;
  final int height;

  /** [height, width, 3]. */
  final byte[] rgb;

  /** [height, width]: 0 is background, 1 to {@link #objects} are objects. */
  final byte[] labels;

  final int objects;

  Picture(int width, int height, byte[] rgb, byte[] labels, int objects) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
    this.labels = labels;
    this.objects = objects;
  }

  long bytes() {
    return rgb.length + (long) labels.length;
  }

  /** Where an object lies: left, top, right and bottom, the latter two excluded; null if absent. */
  int @Nullable [] box(int label) {
    return box(labels, width, height, label);
  }

  /** The same in any [height, width] labels. */
  static int @Nullable [] box(byte[] labels, int width, int height, int label) {
    int left = width;
    int top = height;
    int right = 0;
    int bottom = 0;
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (labels[i] == label) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = y + 1;
        }
      }
    }
    return right == 0 ? null : new int[] {left, top, right, bottom};
  }
}
