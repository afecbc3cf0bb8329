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
import java.util.Arrays;
import java.util.Map;

/**
 * What a run writes: its whole state, from which it goes on bit for bit (random numbers depend on
 * the iteration alone), and the moving average of its weights as a model.
 */
final class TrainState {
  /** What names of the moving average start with. */
  static final String AVERAGE = "average/";

  private static final String ITERATION = "iteration";
  private static final String UNLOGGED = "unlogged";

  private TrainState() {}

  /**
   * Where a run is.
   *
   * @param iteration how many are done
   * @param unlogged what those tell that no line of the log has told yet, as {@link RunRecorder}
   *     writes it; empty for nothing
   */
  record Position(long iteration, String unlogged) {
    static final Position START = new Position(0, "");
  }

  static void write(Path file, Position position, Map<String, Tensor> tensors) {
    StateDict.Builder state = dict(tensors);
    state.metadata(ITERATION, Long.toString(position.iteration()));
    if (!position.unlogged().isEmpty()) {
      state.metadata(UNLOGGED, position.unlogged());
    }
    SafeTensors.write(file, state.build());
  }

  /** Weights as a model that is in memory, with what its file says beside them. */
  static StateDict model(Map<String, Tensor> weights, Map<String, String> metadata) {
    return model(dict(weights).build(), metadata);
  }

  /** Weights with what a model's file says beside them. */
  static StateDict model(StateDict weights, Map<String, String> metadata) {
    StateDict.Builder model = StateDict.builder();
    weights.names().forEach(name -> model.add(name, weights.find(name).orElseThrow()));
    model.metadata("format", "pt");
    metadata.forEach(model::metadata);
    return model.build();
  }

  /**
   * Writes a model for whoever segments with it: in half precision, unless it has statistics of
   * normalisation, which may lie outside it.
   */
  static void writeModel(Path file, StateDict model) {
    boolean normalised = model.names().stream().anyMatch(name -> name.endsWith(".running_var"));
    SafeTensors.write(file, model.withFloatsAs(normalised ? ElementType.F32 : ElementType.F16));
  }

  /** The iteration at which a state was written. */
  static long iteration(Path file) {
    return iteration(file, SafeTensors.metadata(file));
  }

  private static long iteration(Path file, Map<String, String> metadata) {
    String iteration = metadata.get(ITERATION);
    if (iteration == null) {
      throw new EngramException(
          file + ": not the state of a run. Choose another folder, or remove the file.");
    }
    return Long.parseLong(iteration);
  }

  /** The moving average of a run's weights. */
  static StateDict average(Path file) {
    StateDict state = Checkpoints.read(file);
    StateDict.Builder average = StateDict.builder();
    for (String name : state.names()) {
      if (name.startsWith(AVERAGE)) {
        state.find(name).ifPresent(data -> average.add(name.substring(AVERAGE.length()), data));
      }
    }
    return average.build();
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
   * @return where the run was when it was written
   * @throws EngramException if the file is of another run
   */
  static Position read(Path file, Map<String, Tensor> into) {
    StateDict state = Checkpoints.read(file);
    long iteration = iteration(file, state.metadata());
    if (!state.names().equals(into.keySet())) {
      throw otherRun(file);
    }
    try (TensorScope scope = TensorScope.open();
        GradientMode mode = GradientMode.off()) {
      into.forEach(
          (name, tensor) -> {
            TensorData data = state.find(name).orElseThrow();
            if (!Arrays.equals(data.shape(), tensor.shape())) {
              throw otherRun(file);
            }
            tensor.copyInPlace(Tensors.of(data.toFloats(), data.shape()));
          });
    }
    return new Position(iteration, state.metadata().getOrDefault(UNLOGGED, ""));
  }

  private static EngramException otherRun(Path file) {
    return new EngramException(
        file + ": the state of another run. Resume with its own configuration.");
  }
}
