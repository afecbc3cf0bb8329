package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.network.SegmentationNetwork;
import dev.engram.tensor.Device;
import dev.engram.tensor.MixedPrecision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import dev.engram.train.data.Clip;
import dev.engram.train.data.Clips;
import dev.engram.train.data.VideoFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Trains a network by one configuration, and can be stopped and resumed at any iteration. */
final class Trainer {
  static final String STATE = "state.safetensors";
  static final String MODEL = "model.safetensors";
  static final String BEST = "best.safetensors";
  private static final int LOADER_THREADS = 2;

  private final TrainConfig config;
  private final Path dataFolder;
  private final Path runFolder;
  private final Device device;

  /**
   * @param dataFolder that the configuration's data folders lie in
   * @param runFolder for state and model; a state that lies there is resumed
   */
  Trainer(TrainConfig config, Path dataFolder, Path runFolder, Device device) {
    this.config = config;
    this.dataFolder = dataFolder;
    this.runFolder = runFolder;
    this.device = device;
  }

  /**
   * Trains to the end, or until it is asked to stop.
   *
   * @param initial asked for the weights to start from, if there is no state to resume
   * @param stop asked before each iteration
   * @return whether the end is reached
   * @throws EngramException if the data cannot be read or the run folder not written
   */
  boolean run(Supplier<StateDict> initial, TrainLog log, BooleanSupplier stop) {
    Clips clips = openClips(config, dataFolder);
    Validation validation = Validation.open(config, dataFolder, device);
    Path state = runFolder.resolve(STATE);
    boolean resumed = Files.exists(state);
    try (TensorArena arena = new TensorArena()) {
      Map<String, Tensor> parameters =
          parameters(resumed ? TrainingPlan.untrained(config) : initial.get(), arena);
      AdamW optimiser =
          new AdamW(
              parameters,
              config.optimiser().weightDecay(),
              config.optimiser().clip(),
              config.optimiser().averaging(),
              arena);
      TrainState.Position position =
          resumed ? TrainState.read(state, optimiser.state()) : TrainState.Position.START;
      long iteration = position.iteration();
      try (RunRecorder recorder =
              RunRecorder.open(config, runFolder, device, validation, position, log);
          BatchLoader loader = new BatchLoader(config, clips, iteration, LOADER_THREADS)) {
        recorder.validateIfDue(iteration, optimiser.average(), stop);
        long written = System.nanoTime();
        while (iteration < config.iterations() && !stop.getAsBoolean()) {
          recorder.iteration(
              iteration, config.iterations(), step(iteration, loader, parameters, optimiser));
          iteration++;
          if ((System.nanoTime() - written) / 1e9 > config.checkpointSeconds()) {
            write(iteration, optimiser, recorder);
            written = System.nanoTime();
          }
          recorder.validateIfDue(iteration, optimiser.average(), stop);
        }
        write(iteration, optimiser, recorder);
      }
      return iteration >= config.iterations();
    }
  }

  private void write(long iteration, AdamW optimiser, RunRecorder recorder) {
    TrainState.Position position = new TrainState.Position(iteration, recorder.unlogged());
    TrainState.write(runFolder.resolve(STATE), position, optimiser.state());
    StateDict model = TrainState.model(optimiser.average(), config.metadata());
    TrainState.writeModel(runFolder.resolve(MODEL), model);
    recorder.writePage();
  }

  static Clips openClips(TrainConfig config, Path dataFolder) {
    TrainConfig.Data data = config.data();
    return Clips.open(
        data.statics().stream().map(dataFolder::resolve).toList(),
        videos(config, dataFolder),
        new Clips.Settings(
            data.shortSide(),
            Math.min(data.cacheMegabytes() * (1L << 20), Runtime.getRuntime().maxMemory() / 2),
            data.pastedOnStatic(),
            data.pastedOnVideo(),
            data.hidden(),
            data.onStatic(),
            data.onVideo()));
  }

  static List<VideoFolders.Source> videos(TrainConfig config, Path dataFolder) {
    return config.data().videos().stream()
        .map(
            videos ->
                new VideoFolders.Source(
                    dataFolder.resolve(videos.folder()),
                    videos.list().isEmpty() ? null : videos.list()))
        .toList();
  }

  private Map<String, Tensor> parameters(StateDict initial, TensorArena arena) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      for (String name : initial.names()) {
        initial
            .find(name)
            .ifPresent(
                data -> {
                  Tensor tensor = Tensors.of(data.toFloats(), data.shape()).to(device);
                  tensor = data.shape().length == 4 ? tensor.channelsLast() : tensor;
                  parameters.put(name, arena.adopt(tensor));
                });
      }
      parameters.forEach(
          (name, tensor) -> {
            if (!config.isFrozen(name)) {
              tensor.requireGradient();
            }
          });
    }
    return parameters;
  }

  private TrainLog.Step step(
      long iteration, BatchLoader loader, Map<String, Tensor> parameters, AdamW optimiser) {
    long start = System.nanoTime();
    List<Clip> clips = loader.next();
    long loaded = System.nanoTime();
    int pieces = config.accumulate();
    int size = clips.size() / pieces;
    double loss = 0;
    long forward = 0;
    long backward = 0;
    for (int piece = 0; piece < pieces; piece++) {
      long begun = System.nanoTime();
      try (TensorScope scope = TensorScope.open()) {
        Batch batch = Batch.of(clips.subList(piece * size, (piece + 1) * size), device);
        Tensor result = loss(iteration, parameters, batch).mul(1.0 / pieces);
        loss += result.item();
        long forwarded = System.nanoTime();
        result.backward();
        forward += forwarded - begun;
        backward += System.nanoTime() - forwarded;
      }
    }
    long trained = System.nanoTime();
    double norm = optimiser.step(iteration + 1, parameter -> config.rate(iteration, parameter));
    return new TrainLog.Step(
        loss,
        norm,
        clips.size() * clips.get(0).frames(),
        (loaded - start) / 1e9,
        forward / 1e9,
        backward / 1e9,
        (System.nanoTime() - trained) / 1e9);
  }

  private Tensor loss(long iteration, Map<String, Tensor> parameters, Batch batch) {
    ClipLoss clipLoss =
        new ClipLoss(config.references(), config.deepUpdate(), config.lossWeights());
    MixedPrecision precision =
        config.mixedPrecision() ? MixedPrecision.on(device) : MixedPrecision.off(device);
    try (precision;
        SegmentationNetwork network = config.network().over(parameters, device)) {
      return clipLoss.of(
          network, batch, BatchLoader.random(config.seed(), iteration, -2), config.kept(iteration));
    }
  }
}
