package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import java.util.List;

/**
 * The mean of the weights of several runs that began from one another or from the same: one network
 * that is often better than each of them (Wortsman et al. 2022, the "uniform soup").
 */
final class WeightMean {
  private WeightMean() {}

  /**
   * @param networks at least one, with the same entries
   */
  static StateDict of(List<StateDict> networks) {
    StateDict.Builder mean = StateDict.builder();
    for (String name : networks.get(0).names()) {
      TensorData first = networks.get(0).find(name).orElseThrow();
      double[] sums = new double[Math.toIntExact(first.elementCount())];
      for (StateDict network : networks) {
        float[] values = network.find(name).orElseThrow().toFloats();
        for (int i = 0; i < sums.length; i++) {
          sums[i] += values[i];
        }
      }
      float[] means = new float[sums.length];
      for (int i = 0; i < means.length; i++) {
        means[i] = (float) (sums[i] / networks.size());
      }
      mean.add(name, TensorData.ofFloats(means, first.shape()));
    }
    return mean.build();
  }
}
