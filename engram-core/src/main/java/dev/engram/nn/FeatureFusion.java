package dev.engram.nn;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;

/**
 * Joins the features of an image with those of each object: a residual block on both side by side,
 * attention, and another residual block.
 *
 * <p>The first block's convolutions are linear, so that their image half is computed once a frame
 * and added to the object half of every object: {@code conv([f, g]) = conv_f(f) + conv_g(g)}.
 */
public final class FeatureFusion {
  private final Conv2d imageConv;
  private final Conv2d imageShortcut;
  private final Conv2d objectConv;
  private final Conv2d objectShortcut;
  private final Conv2d conv2;
  private final Cbam attention;
  private final ResidualBlock block2;

  private FeatureFusion(
      Conv2d[] image, Conv2d[] object, Conv2d conv2, Cbam attention, ResidualBlock block2) {
    this.imageConv = image[0];
    this.imageShortcut = image[1];
    this.objectConv = object[0];
    this.objectShortcut = object[1];
    this.conv2 = conv2;
    this.attention = attention;
    this.block2 = block2;
  }

  /** Reads the fusion of {@code imageIn} and {@code objectIn} channels into {@code out}. */
  public static FeatureFusion read(
      Weights weights, String name, int imageIn, int objectIn, int out) {
    int in = imageIn + objectIn;
    Conv2d[] conv = weights.splitConv(name + ".block1.conv1", out, in, 3, imageIn);
    Conv2d[] shortcut = weights.splitConv(name + ".block1.downsample", out, in, 3, imageIn);
    return new FeatureFusion(
        new Conv2d[] {conv[0], shortcut[0]},
        new Conv2d[] {conv[1], shortcut[1]},
        weights.conv(name + ".block1.conv2", out, out, 3),
        Cbam.read(weights, name + ".attention", out),
        ResidualBlock.read(weights, name + ".block2", out, out));
  }

  /** What the first block needs of the image alone: [images, out, h, w] each. */
  public record ImagePart(Tensor convolved, Tensor shortcut) {}

  /**
   * The image's half of the first block; compute it once a frame.
   *
   * @param f [images, imageIn, h, w]
   */
  public ImagePart imagePart(Tensor f) {
    return new ImagePart(imageConv.apply(f.relu()), imageShortcut.apply(f));
  }

  /**
   * @param g [objects, objectIn, h, w]
   * @return [objects, out, h, w]
   */
  public Tensor apply(ImagePart image, Tensor g) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor convolved = Batches.perObject(image.convolved(), g.size(0));
      Tensor shortcut = Batches.perObject(image.shortcut(), g.size(0));
      Tensor inner = objectConv.applyAddRelu(g.relu(), convolved);
      Tensor x = conv2.applyAdd(inner, objectShortcut.applyAdd(g, shortcut));
      return scope.pass(block2.apply(x.add(attention.apply(x))));
    }
  }
}
