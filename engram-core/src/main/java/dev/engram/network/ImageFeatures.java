package dev.engram.network;

import dev.engram.nn.Pyramid;
import dev.engram.tensor.Tensor;

/**
 * What a network makes of images by themselves, before they meet a memory. Lives in the tensor
 * scope in which it was made.
 *
 * @param image [n, 3, H, W], normalised
 * @param features of the images, at strides 4, 8 and 16
 */
public record ImageFeatures(Tensor image, Pyramid features) {
  /** Those of some images of the batch; training makes several at once. */
  public ImageFeatures images(int first, int count) {
    return new ImageFeatures(image.narrow(0, first, count), features.images(first, count));
  }
}
