package dev.engram.train;

import dev.engram.tensor.GradientMode;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), with its gradients clipped by
 * their common norm, and a moving average of the parameters. Its whole state can be written and
 * read.
 */
final class AdamW {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> first = new LinkedHashMap<>();
  private final Map<String, Tensor> second = new LinkedHashMap<>();
  private final Map<String, Tensor> average = new LinkedHashMap<>();
  private final double weightDecay;
  private final double clip;
  private final double averaging;

  /**
   * @param parameters to be changed; those that ask for no gradient stay as they are
   * @param clip the largest norm of all gradients together; infinite for none
   * @param averaging what stays of the moving average at each step
   * @param arena owns the state
   */
  AdamW(
      Map<String, Tensor> parameters,
      double weightDecay,
      double clip,
      double averaging,
      TensorArena arena) {
    this.parameters = parameters;
    this.weightDecay = weightDecay;
    this.clip = clip;
    this.averaging = averaging;
    try (TensorScope scope = TensorScope.open();
        GradientMode mode = GradientMode.off()) {
      for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
        average.put(entry.getKey(), arena.adopt(entry.getValue().copy()));
        if (entry.getValue().requiresGradient()) {
          first.put(entry.getKey(), arena.adopt(entry.getValue().mul(0)));
          second.put(entry.getKey(), arena.adopt(entry.getValue().mul(0)));
        }
      }
    }
  }

  /** The moving average of the parameters, by their names. */
  Map<String, Tensor> average() {
    return average;
  }

  /** Everything that a later run needs to go on, by names that do not collide. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    parameters.forEach((name, tensor) -> state.put("parameter/" + name, tensor));
    first.forEach((name, tensor) -> state.put("first/" + name, tensor));
    second.forEach((name, tensor) -> state.put("second/" + name, tensor));
    average.forEach((name, tensor) -> state.put(TrainState.AVERAGE + name, tensor));
    return state;
  }

  /**
   * Changes the parameters by their gradients, and takes these away.
   *
   * @param step counted from 1
   * @param rate the learning rate of each parameter
   * @return the norm of all gradients before clipping; if it is not finite, nothing is changed
   */
  double step(long step, ToDoubleFunction<String> rate) {
    try (TensorScope scope = TensorScope.open();
        GradientMode mode = GradientMode.off()) {
      double norm = norm();
      if (Double.isFinite(norm)) {
        double scale = Math.min(1, clip / (norm + 1e-6));
        double correction1 = 1 - Math.pow(BETA1, (double) step);
        double correction2 = 1 - Math.pow(BETA2, (double) step);
        for (String name : first.keySet()) {
          update(name, scale, rate.applyAsDouble(name), correction1, correction2);
        }
      }
      first.keySet().forEach(name -> of(parameters, name).clearGradient());
      return norm;
    }
  }

  private double norm() {
    double squares = 0;
    for (String name : first.keySet()) {
      Tensor gradient = of(parameters, name).gradient();
      if (gradient != null) {
        squares += gradient.square().sum().item();
      }
    }
    return Math.sqrt(squares);
  }

  private void update(
      String name, double scale, double rate, double correction1, double correction2) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor parameter = of(parameters, name);
      Tensor gradient = parameter.gradient();
      if (gradient == null) {
        return;
      }
      gradient.mulInPlace(scale);
      Tensor m = of(first, name).lerpInPlace(gradient, 1 - BETA1);
      Tensor v =
          of(second, name).mulInPlace(BETA2).addProductInPlace(gradient, gradient, 1 - BETA2);
      parameter.mulInPlace(1 - rate * weightDecay);
      Tensor denominator = v.mul(1 / correction2).sqrt().addInPlace(EPSILON);
      parameter.addQuotientInPlace(m, denominator, -rate / correction1);
      of(average, name).lerpInPlace(parameter, 1 - averaging);
    }
  }

  private static Tensor of(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    return tensor;
  }
}
