package dev.engram.train;

import dev.engram.checkpoint.Checkpoints;
import dev.engram.checkpoint.ElementType;
import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.tensor.GradientMode;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a run writes: its whole state, from which it goes on bit for bit (random numbers depend on
 * the iteration alone), and the moving average of its weights as a model.
 */
final class TrainState {
  private static final String ITERATION = "iteration";

  private TrainState() {}

  static void write(Path file, long iteration, Map<String, Tensor> tensors) {
    SafeTensors.write(file, dict(tensors).metadata(ITERATION, Long.toString(iteration)).build());
  }

  /** Writes weights in half precision, with their normalisation folded. */
  static void writeModel(Path file, Map<String, Tensor> weights) {
    StateDict model = dict(weights).metadata("format", "pt").metadata("network", "xmem").build();
    SafeTensors.write(file, model.withFloatsAs(ElementType.F16));
  }

  static StateDict model(Map<String, Tensor> weights) {
    return dict(weights).build();
  }

  private static StateDict.Builder dict(Map<String, Tensor> tensors) {
    StateDict.Builder builder = StateDict.builder();
    try (TensorScope scope = TensorScope.open();
        GradientMode mode = GradientMode.off()) {
      tensors.forEach(
          (name, tensor) ->
              builder.add(name, TensorData.ofFloats(tensor.toFloats(), tensor.shape())));
    }
    return builder;
  }

  /**
   * Puts a written state back.
   *
   * @param into tensors of the same names and shapes
   * @return the iteration at which it was written
   * @throws EngramException if the file is of another run
   */
  static long read(Path file, Map<String, Tensor> into) {
    StateDict state = Checkpoints.read(file);
    String iteration = state.metadata().get(ITERATION);
    if (iteration == null || !state.names().equals(into.keySet())) {
      throw new EngramException(
          file + ": the state of another run. Resume with its own configuration.");
    }
    try (TensorScope scope = TensorScope.open();
        GradientMode mode = GradientMode.off()) {
      into.forEach(
          (name, tensor) -> {
            TensorData data = state.find(name).orElseThrow();
            tensor.copyInPlace(Tensors.of(data.toFloats(), data.shape()));
          });
    }
    return Long.parseLong(iteration);
  }
}
