package dev.engram.network.stma;

import dev.engram.nn.Pyramid;
import dev.engram.tensor.Tensor;

/** A vision transformer in parts: what it does before its blocks, the blocks, and the skips. */
sealed interface Backbone permits ConvViT, PlainViT {
  /** What the prefix of all its weights is. */
  String PREFIX = "backbone.";

  /** How messages call it. */
  String name();

  /** Channels at strides 4, 8 and 16. */
  int[] channels();

  /**
   * All that comes before the first block, of each image by itself.
   *
   * @param images [n, 3, H, W], channels last
   * @return at stride 16 the tokens with their positions, as a map; a plain ViT, which has one
   *     stride, gives them thrice
   */
  Pyramid embed(Tensor images);

  /** The blocks, in which tokens are associated, and what follows the last. */
  Streams streams();

  /**
   * What the decoder takes.
   *
   * @param embedded what {@link #embed} gave
   * @param f16 what the blocks made of it, [n, channels, h, w]
   */
  Pyramid skips(Pyramid embedded, Tensor f16);
}
