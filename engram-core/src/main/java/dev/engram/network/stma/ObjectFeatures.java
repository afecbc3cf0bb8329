package dev.engram.network.stma;

import dev.engram.nn.Linear;
import dev.engram.nn.ResidualBlock;
import dev.engram.nn.SinePositions;
import dev.engram.nn.Weights;
import dev.engram.tensor.Resize;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The object features (STMA section 3.3): one vector an object, pooled from its values in memory
 * (equation 5), which a projection and a position make an object token.
 */
final class ObjectFeatures {
  private static final String PREFIX = "objects.";
  private static final int STRIDE = 16;

  /** A pixel is an object's if its probability is above this. */
  private static final double SHOWN = 0.5;

  /** Below any value, where there is nothing to pool. */
  private static final double NOTHING = -1e4;

  private final ResidualBlock enhancement;
  private final Linear projection;

  private ObjectFeatures(ResidualBlock enhancement, Linear projection) {
    this.enhancement = enhancement;
    this.projection = projection;
  }

  /**
   * @param value channels of an object's value
   * @param tokens channels of a token
   */
  static ObjectFeatures read(Weights weights, int value, int tokens) {
    return new ObjectFeatures(
        ResidualBlock.read(weights, PREFIX + "enhancement", value, value),
        weights.linear(PREFIX + "projection", tokens, value));
  }

  /**
   * Features of objects whose masks were predicted: {@code MaxPool(v)}.
   *
   * @param value [objects, C_v, h, w]
   * @return [objects, C_v]
   */
  static Tensor pooled(Tensor value) {
    return value.max(false, 2, 3);
  }

  /**
   * Features of objects whose masks were given: the enhanced values, pooled where the object is.
   *
   * @param value [objects, C_v, h, w]
   * @param masks [objects, 1, H, W]
   * @return [objects, C_v]; far below any feature for an object that is nowhere
   */
  Tensor given(Tensor value, Tensor masks) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor enhanced = enhancement.apply(value).to(TensorType.FLOAT32);
      Tensor covered = cells(masks).greater(0).to(TensorType.FLOAT32);
      return scope.pass(enhanced.add(covered.add(-1).mul(-NOTHING)).max(false, 2, 3));
    }
  }

  /** The part of each cell of the grid that an object covers: [objects, 1, h, w]. */
  private static Tensor cells(Tensor masks) {
    Tensor shown = masks.detach().greater(SHOWN).to(TensorType.FLOAT32);
    return Resize.shrink(shown, STRIDE);
  }

  /**
   * The objects that masks show.
   *
   * @param masks [objects, 1, H, W]
   * @param labels of the objects that the masks are of
   * @return those with a pixel; the caller's own list
   */
  static List<Integer> shown(Tensor masks, List<Integer> labels) {
    List<Integer> shown = new ArrayList<>();
    try (TensorScope scope = TensorScope.open()) {
      for (int row = 0; row < labels.size(); row++) {
        if (masks.narrow(0, row, 1).max(false, 0, 1, 2, 3).item() > SHOWN) {
          shown.add(labels.get(row));
        }
      }
    }
    return shown;
  }

  /**
   * Where objects are: the sines and cosines of their masks' centres. Zeros for one that is
   * nowhere.
   *
   * @param masks [objects, 1, H, W]
   * @param channels of a token
   * @return [objects, channels]
   */
  static Tensor positions(Tensor masks, int channels) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor cells = cells(masks);
      int objects = (int) cells.size(0);
      int h = (int) cells.size(2);
      int w = (int) cells.size(3);
      float[] parts = cells.toFloats();
      double[] columns = new double[objects];
      double[] rows = new double[objects];
      for (int o = 0; o < objects; o++) {
        double mass = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < h * w; i++) {
          float part = parts[o * h * w + i];
          mass += part;
          x += part * (double) (i % w);
          int row = i / w;
          y += part * (double) row;
        }
        boolean somewhere = mass > 0;
        columns[o] = somewhere ? SinePositions.spread(x / mass, w) : Double.NaN;
        rows[o] = somewhere ? SinePositions.spread(y / mass, h) : Double.NaN;
      }
      return scope.pass(SinePositions.at(columns, rows, channels, masks.device()));
    }
  }

  /**
   * @param features [b, objects, C_v]; taken for zeros where an object is nowhere
   * @param positions [b, objects, C]
   * @return [b, objects, C]
   */
  Tensor tokens(Tensor features, Tensor positions) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor known = features.maskedFill(features.greater(NOTHING / 2).not(), 0);
      return scope.pass(projection.apply(known).add(positions));
    }
  }
}
