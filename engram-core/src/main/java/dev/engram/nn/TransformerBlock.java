package dev.engram.nn;

import dev.engram.nn.Attention.KeyValue;
import dev.engram.nn.Attention.Projected;
import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of a vision transformer (Dosovitskiy et al. 2021), normalised before each part: attention
 * and a network at each token, both added to what came in. Its attention is left open, for tokens
 * that attend to more than themselves.
 */
public final class TransformerBlock {
  /** What transformers add to the variance before they normalise. */
  public static final double EPSILON = 1e-6;

  private final LayerNorm norm1;
  private final Attention attention;
  private final LayerNorm norm2;
  private final Linear widen;
  private final Linear narrow;

  private TransformerBlock(Weights weights, String name, int channels, int heads) {
    int hidden = weights.extent(name + ".mlp.fc1.weight", 0, 4 * channels);
    norm1 = LayerNorm.read(weights, name + ".norm1", channels, EPSILON);
    attention = Attention.read(weights, name + ".attn", channels, heads);
    norm2 = LayerNorm.read(weights, name + ".norm2", channels, EPSILON);
    widen = weights.linear(name + ".mlp.fc1", hidden, channels);
    narrow = weights.linear(name + ".mlp.fc2", channels, hidden);
  }

  /** Reads a block of so many channels. */
  public static TransformerBlock read(Weights weights, String name, int channels, int heads) {
    return new TransformerBlock(weights, name, channels, heads);
  }

  /**
   * Reads as many blocks as there are weights for.
   *
   * @param prefix of their numbers, such as {@code blocks.}
   */
  public static List<TransformerBlock> readAll(
      Weights weights, String prefix, int channels, int heads) {
    List<TransformerBlock> blocks = new ArrayList<>();
    while (weights.has(prefix + blocks.size() + ".norm1.weight")) {
      blocks.add(read(weights, prefix + blocks.size(), channels, heads));
    }
    return List.copyOf(blocks);
  }

  /** Queries, keys and values of tokens that come in: [b, tokens, channels]. */
  public Projected project(Tensor x) {
    return attention.project(norm1.apply(x));
  }

  /**
   * The rest of the block.
   *
   * @param x [b, tokens, channels], what {@code query} was projected from
   * @return of the shape of {@code x}
   */
  public Tensor apply(Tensor x, Tensor query, KeyValue to) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor mixed = x.add(attention.attend(query, to));
      Tensor wide = NeuralOps.gelu(widen.apply(norm2.apply(mixed)));
      return scope.pass(mixed.add(narrow.apply(wide)));
    }
  }
}
