package dev.engram.nn;

import dev.engram.tensor.Tensor;

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
    long images = features.size(0);
    if (images == 1 || images == objects) {
      return features;
    }
    long[] shape = features.shape();
    return features
        .unsqueeze(1)
        .expand(images, objects / images, -1, -1, -1)
        .reshape(objects, shape[1], shape[2], shape[3]);
  }
}
