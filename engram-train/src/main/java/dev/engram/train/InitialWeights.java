package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.common.Listing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The weights that training starts from, where they come from elsewhere. */
final class InitialWeights {
  private InitialWeights() {}

  /**
   * Weights of an earlier run or a published network, where they have the shapes that a new run
   * has. What a narrower value encoder was not trained for (the masks of other objects) starts at
   * zero.
   *
   * @throws EngramException naming what is missing or of another shape
   */
  static StateDict from(StateDict given, StateDict wanted, String source) {
    StateDict.Builder builder = StateDict.builder();
    List<String> wrong = new ArrayList<>();
    for (String name : wanted.names()) {
      TensorData expected = wanted.find(name).orElseThrow();
      TensorData own = given.find(name).orElse(null);
      if (own == null) {
        wrong.add(name + " is missing");
      } else if (Arrays.equals(own.shape(), expected.shape())) {
        builder.add(name, TensorData.ofFloats(own.toFloats(), own.shape()));
      } else if (name.equals("value_encoder.conv1.weight") && own.shape()[1] == 4) {
        builder.add(name, widened(own, expected.shape()));
      } else {
        wrong.add(
            name
                + " is "
                + Arrays.toString(own.shape())
                + " instead of "
                + Arrays.toString(expected.shape()));
      }
    }
    if (!wrong.isEmpty()) {
      throw new EngramException(
          source
              + ": the weights of another network: "
              + Listing.ofFirst(5, wrong)
              + ". Give weights of the configuration's network.");
    }
    return builder.build();
  }

  private static TensorData widened(TensorData narrow, long[] shape) {
    float[] from = narrow.toFloats();
    int rows = (int) shape[0];
    float[] to = new float[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          from, row * from.length / rows, to, row * to.length / rows, from.length / rows);
    }
    return TensorData.ofFloats(to, shape);
  }
}
