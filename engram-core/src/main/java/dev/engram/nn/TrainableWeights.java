package dev.engram.nn;

import dev.engram.tensor.Tensor;
import java.util.Map;

/**
 * Parameters that gradients flow into. Batch normalisation keeps its running statistics and is
 * folded anew with every wiring, so that its scale and shift are trained (XMem trains this way).
 */
public final class TrainableWeights implements Weights {
  private final Map<String, Tensor> parameters;

  /**
   * @param parameters by the names of a checkpoint, of the right shapes; nothing is copied
   */
  public TrainableWeights(Map<String, Tensor> parameters) {
    this.parameters = parameters;
  }

  @Override
  public int extent(String name, int dimension, int fallback) {
    Tensor parameter = parameters.get(name);
    return parameter == null ? fallback : Math.toIntExact(parameter.size(dimension));
  }

  @Override
  public boolean has(String name) {
    return parameters.containsKey(name);
  }

  @Override
  public Tensor tensor(String name, int... shape) {
    Tensor parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    return parameter;
  }

  @Override
  public Conv2d normalisedConv(
      String name, String norm, int out, int in, int trainedIn, int kernel, int stride) {
    Tensor weight = tensor(name + ".weight");
    if (has(name + ".bias")) {
      return new PlainConv2d(weight, tensor(name + ".bias"), stride);
    }
    Tensor deviation =
        tensor(norm + ".running_var").add(CheckpointWeights.BATCH_NORM_EPSILON).sqrt();
    Tensor scale = tensor(norm + ".weight").div(deviation);
    Tensor shift = tensor(norm + ".bias").sub(tensor(norm + ".running_mean").mul(scale));
    return new PlainConv2d(weight.mul(scale.reshape(out, 1, 1, 1)), shift, stride);
  }

  @Override
  public Conv2d[] splitConv(String name, int out, int in, int kernel, int first) {
    Tensor whole = tensor(name + ".weight", out, in, kernel, kernel);
    return new Conv2d[] {
      new PlainConv2d(whole.narrow(1, 0, first), tensor(name + ".bias", out), 1),
      new PlainConv2d(whole.narrow(1, first, in - first), null, 1)
    };
  }
}
