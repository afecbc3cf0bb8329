package dev.engram.network.stma;

import dev.engram.nn.ConvBlock;
import dev.engram.nn.Linear;
import dev.engram.nn.PatchEmbedding;
import dev.engram.nn.Pyramid;
import dev.engram.nn.Weights;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * ConvMAE's backbone (Gao et al. 2022): blocks of convolutions at strides 4 and 8, of attention at
 * stride 16. Depths and widths are what the weights hold, under ConvMAE's names.
 */
final class ConvViT implements Backbone {
  /** An entry that every such backbone has. */
  static final String FIRST = PREFIX + "patch_embed1.proj.weight";

  private static final int[] PATCHES = {4, 2, 2};

  private final int[] channels = new int[3];
  private final List<PatchEmbedding> embeddings = new ArrayList<>();
  private final List<List<ConvBlock>> stages = new ArrayList<>();
  private final Linear last;
  private final Streams streams;

  private ConvViT(Weights weights, int heads) {
    int in = 3;
    for (int s = 0; s < channels.length; s++) {
      String name = PREFIX + "patch_embed" + (s + 1);
      channels[s] = weights.extent(name + ".proj.weight", 0, 256);
      embeddings.add(PatchEmbedding.read(weights, name, channels[s], in, PATCHES[s]));
      in = channels[s];
    }
    for (int s = 0; s < 2; s++) {
      List<ConvBlock> stage = new ArrayList<>();
      String name = PREFIX + "blocks" + (s + 1) + ".";
      while (weights.has(name + stage.size() + ".conv1.weight")) {
        stage.add(ConvBlock.read(weights, name + stage.size(), channels[s]));
      }
      stages.add(stage);
    }
    last = weights.linear(PREFIX + "patch_embed4", in, in);
    streams = Streams.read(weights, PREFIX + "blocks3.", PREFIX + "norm", in, heads);
  }

  /** Whether there is such a backbone. */
  static boolean isIn(Weights weights) {
    return weights.has(FIRST);
  }

  static ConvViT read(Weights weights, int heads) {
    return new ConvViT(weights, heads);
  }

  @Override
  public String name() {
    return "ConvViT " + channels[2] + "/" + streams.depth();
  }

  @Override
  public int[] channels() {
    return channels.clone();
  }

  @Override
  public Pyramid embed(Tensor images) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor f4 = scope.pass(stage(0, images));
      Tensor f8 = scope.pass(stage(1, f4));
      Tensor map = embeddings.get(2).apply(f8);
      Tensor tokens = last.apply(TokenMaps.tokens(map));
      return new Pyramid(f4, f8, scope.pass(TokenMaps.placed(map, tokens)));
    }
  }

  private Tensor stage(int index, Tensor input) {
    Tensor x = embeddings.get(index).apply(input);
    for (ConvBlock block : stages.get(index)) {
      x = block.apply(x);
    }
    return x;
  }

  @Override
  public Streams streams() {
    return streams;
  }

  @Override
  public Pyramid skips(Pyramid embedded, Tensor f16) {
    return new Pyramid(embedded.f4(), embedded.f8(), f16);
  }
}
