package dev.engram.network;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;

/** How images come to the networks: less ImageNet's channel means, over its standard deviations. */
public final class ImageNormalisation {
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  private ImageNormalisation() {}

  /**
   * @param pixels [n, 3, h, w], red first, 0 to 255
   * @return of the same shape; 0 is the mean colour
   */
  public static Tensor apply(Tensor pixels) {
    try (TensorScope scope = TensorScope.open()) {
      float[] scale = new float[3];
      float[] shift = new float[3];
      for (int c = 0; c < 3; c++) {
        scale[c] = 1 / (255 * DEVIATION[c]);
        shift[c] = -MEAN[c] / DEVIATION[c];
      }
      Tensor factor = Tensors.of(scale, 1, 3, 1, 1).to(pixels.device());
      Tensor offset = Tensors.of(shift, 1, 3, 1, 1).to(pixels.device());
      return scope.pass(pixels.mul(factor).addInPlace(offset));
    }
  }
}
