package dev.engram.network.stma;

import dev.engram.nn.LayerNorm;
import dev.engram.nn.PatchEmbedding;
import dev.engram.nn.Pyramid;
import dev.engram.nn.TransformerBlock;
import dev.engram.nn.Weights;
import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;

/**
 * A plain vision transformer (Dosovitskiy et al. 2021) under the names of MAE's checkpoints, the
 * paper's other backbone. It has one stride; features at strides 8 and 4 are made from what its
 * blocks give, by transposed convolutions.
 */
final class PlainViT implements Backbone {
  /** An entry that every such backbone has. */
  static final String FIRST = PREFIX + "patch_embed.proj.weight";

  private static final int PATCH = 16;
  private static final String SKIP4 = "skip4.";
  private static final String SKIP8 = "skip8.";

  private final PatchEmbedding embedding;
  private final Streams streams;
  private final Upsampling to8;
  private final Upsampling half4;
  private final LayerNorm norm4;
  private final Upsampling to4;
  private final int[] channels;

  private PlainViT(Weights weights, int heads) {
    int width = weights.extent(FIRST, 0, 768);
    embedding = PatchEmbedding.read(weights, PREFIX + "patch_embed", width, 3, PATCH);
    streams = Streams.read(weights, PREFIX + "blocks.", PREFIX + "norm", width, heads);
    int skip8 = weights.extent(SKIP8 + "weight", 1, 512);
    int skip4 = weights.extent(SKIP4 + "3.weight", 1, 256);
    to8 = Upsampling.read(weights, SKIP8, width, skip8);
    half4 = Upsampling.read(weights, SKIP4 + "0.", width, width);
    norm4 = LayerNorm.read(weights, SKIP4 + "1", width, TransformerBlock.EPSILON);
    to4 = Upsampling.read(weights, SKIP4 + "3.", width, skip4);
    channels = new int[] {skip4, skip8, width};
  }

  static PlainViT read(Weights weights, int heads) {
    return new PlainViT(weights, heads);
  }

  /** Every pixel becomes four. */
  private record Upsampling(Tensor weight, Tensor bias) {
    static Upsampling read(Weights weights, String prefix, int in, int out) {
      return new Upsampling(
          weights.tensor(prefix + "weight", in, out, 2, 2), weights.tensor(prefix + "bias", out));
    }

    Tensor apply(Tensor map) {
      return NeuralOps.upsampleByConv(map, weight, bias);
    }
  }

  @Override
  public String name() {
    return "ViT " + channels[2] + "/" + streams.depth();
  }

  @Override
  public int[] channels() {
    return channels.clone();
  }

  @Override
  public Pyramid embed(Tensor images) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor map = embedding.apply(images);
      Tensor placed = scope.pass(TokenMaps.placed(map, TokenMaps.tokens(map)));
      return new Pyramid(placed, placed, placed);
    }
  }

  @Override
  public Streams streams() {
    return streams;
  }

  @Override
  public Pyramid skips(Pyramid embedded, Tensor f16) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor f8 = scope.pass(to8.apply(f16));
      Tensor half = half4.apply(f16).channelsLast();
      Tensor f4 = scope.pass(to4.apply(NeuralOps.gelu(norm4.applyToMap(half))));
      return new Pyramid(f4, f8, f16);
    }
  }
}
