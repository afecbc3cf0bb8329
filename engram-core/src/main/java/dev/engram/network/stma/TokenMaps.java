package dev.engram.network.stma;

import dev.engram.tensor.Tensor;

/** Tokens as feature maps and back; views where memory lies channels last. */
final class TokenMaps {
  private TokenMaps() {}

  /** [n, C, h, w] as [n, h * w, C]. */
  static Tensor tokens(Tensor map) {
    return map.permute(0, 2, 3, 1).reshape(map.size(0), map.size(2) * map.size(3), map.size(1));
  }

  /** [n, h * w, C] as [n, C, h, w]. */
  static Tensor map(Tensor tokens, long h, long w) {
    return tokens.reshape(tokens.size(0), h, w, tokens.size(2)).permute(0, 3, 1, 2);
  }
}
