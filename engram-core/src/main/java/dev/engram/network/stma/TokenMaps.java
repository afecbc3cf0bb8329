package dev.engram.network.stma;

import dev.engram.nn.SinePositions;
import dev.engram.tensor.Tensor;

/** Tokens as feature maps and back; views where memory lies channels last. */
final class TokenMaps {
  private TokenMaps() {}

  /** [n, C, h, w] as [n, h * w, C]. */
  static Tensor tokens(Tensor map) {
    return map.permute(0, 2, 3, 1).reshape(map.size(0), map.size(2) * map.size(3), map.size(1));
  }

  /** [n, h * w, C] as [n, C, h, w], with another map's height and width. */
  static Tensor mapLike(Tensor map, Tensor tokens) {
    long[] shape = {tokens.size(0), map.size(2), map.size(3), tokens.size(2)};
    return tokens.reshape(shape).permute(0, 3, 1, 2);
  }

  /** Adds sine positions to the tokens of a map: [n, C, h, w]. */
  static Tensor placed(Tensor map, Tensor tokens) {
    int h = (int) map.size(2);
    int w = (int) map.size(3);
    int channels = (int) tokens.size(2);
    return mapLike(map, tokens.add(SinePositions.grid(channels, h, w, map.device())));
  }
}
