package dev.engram.nn;

import dev.engram.tensor.Tensor;
import java.util.Arrays;

/** Images and their objects in batches: the objects of an image follow one another. */
public final class Batches {
  private Batches() {}

  /**
   * Image features beside each of their objects.
   *
   * @param features [images, c, h, w]
   * @param objects how many there are in all, a multiple of the images
   * @return [objects, c, h, w], or the features themselves if broadcasting does the same
   */
  public static Tensor perObject(Tensor features, long objects) {
    return features.size(0) == 1 ? features : repeated(features, objects);
  }

  /**
   * Each row as often as there are others to stand beside, those of an image following one another.
   *
   * @param x [images, ...]
   * @param rows how many there are to be, a multiple of the images
   * @return [rows, ...]
   */
  public static Tensor repeated(Tensor x, long rows) {
    long images = x.size(0);
    if (images == rows) {
      return x;
    }
    long[] shape = x.shape();
    long[] each = new long[shape.length + 1];
    Arrays.fill(each, -1);
    each[0] = images;
    each[1] = rows / images;
    shape[0] = rows;
    return x.unsqueeze(1).expand(each).reshape(shape);
  }
}
