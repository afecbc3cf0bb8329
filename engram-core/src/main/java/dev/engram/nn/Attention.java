package dev.engram.nn;

import dev.engram.tensor.NeuralOps;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;

/**
 * Multi-head attention (Vaswani et al. 2017) in its parts, so that queries of some tokens can meet
 * keys and values of others: {@code softmax(q k^T / sqrt(d)) v} in every head.
 */
public final class Attention {
  private final Linear qkv;
  private final Linear projection;
  private final int heads;

  private Attention(Linear qkv, Linear projection, int heads) {
    this.qkv = qkv;
    this.projection = projection;
    this.heads = heads;
  }

  /** Reads the attention over so many channels, which {@code heads} divides. */
  public static Attention read(Weights weights, String name, int channels, int heads) {
    return new Attention(
        weights.linear(name + ".qkv", 3 * channels, channels),
        weights.linear(name + ".proj", channels, channels),
        heads);
  }

  /** Keys and values of tokens: [b, heads, tokens, d] each. */
  public record KeyValue(Tensor key, Tensor value) {}

  /** What tokens ask, and what they answer. */
  public record Projected(Tensor query, KeyValue own) {}

  /**
   * @param x [b, tokens, channels], normalised
   */
  public Projected project(Tensor x) {
    Tensor all =
        qkv.apply(x)
            .reshape(x.size(0), x.size(1), 3, heads, x.size(2) / heads)
            .permute(2, 0, 3, 1, 4);
    return new Projected(part(all, 0), new KeyValue(part(all, 1), part(all, 2)));
  }

  private static Tensor part(Tensor all, int index) {
    return all.narrow(0, index, 1).squeeze(0);
  }

  /**
   * @param query [b, heads, tokens, d]
   * @return [b, tokens, channels], projected
   */
  public Tensor attend(Tensor query, KeyValue to) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor read = NeuralOps.attention(query, to.key(), to.value());
      Tensor joined =
          read.transpose(1, 2).reshape(query.size(0), query.size(2), heads * query.size(3));
      return scope.pass(projection.apply(joined));
    }
  }
}
