package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.network.xmem.XMem;
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
import org.jspecify.annotations.Nullable;

/** Trains a network by its configuration, and can be stopped and resumed at any iteration. */
public final class Trainer {
  private static final String STATE = "state.safetensors";
  private static final String MODEL = "model.safetensors";
  private static final double WRITE_SECONDS = 180;
  private static final int LOADER_THREADS = 2;

  private final TrainConfig config;
  private final Path dataFolder;
  private final Path runFolder;
  private final @Nullable Path imageNet;

  /**
   * @param configuration a YAML file
   * @param dataFolder that the configuration's data folders lie in
   * @param runFolder for state, model and log; a state that lies there is resumed
   * @param imageNet weights of the trunks to start from, as a folder of {@code .npy}; may be null
   * @throws EngramException if the configuration is wrong
   */
  public Trainer(Path configuration, Path dataFolder, Path runFolder, @Nullable Path imageNet) {
    this.config = TrainConfig.read(configuration);
    this.dataFolder = dataFolder;
    this.runFolder = runFolder;
    this.imageNet = imageNet;
  }

  /**
   * Trains to the end, or until it is asked to stop.
   *
   * @param stop asked before each iteration
   * @throws EngramException if the data cannot be read or the run folder not written
   */
  public void run(TrainLog log, BooleanSupplier stop) {
    Clips clips = openClips(config, dataFolder);
    try (TensorArena arena = new TensorArena()) {
      Map<String, Tensor> parameters = parameters(arena);
      AdamW optimiser =
          new AdamW(
              parameters,
              config.optimiser().weightDecay(),
              config.optimiser().clip(),
              config.optimiser().averaging(),
              arena);
      Path state = runFolder.resolve(STATE);
      long iteration = Files.exists(state) ? TrainState.read(state, optimiser.state()) : 0;
      try (BatchLoader loader = new BatchLoader(config, clips, iteration, LOADER_THREADS)) {
        long written = System.nanoTime();
        while (iteration < config.iterations() && !stop.getAsBoolean()) {
          log.iteration(
              iteration, config.iterations(), step(iteration, loader, parameters, optimiser));
          iteration++;
          if ((System.nanoTime() - written) / 1e9 > WRITE_SECONDS) {
            write(iteration, optimiser);
            written = System.nanoTime();
          }
        }
      }
      write(iteration, optimiser);
    }
  }

  private void write(long iteration, AdamW optimiser) {
    TrainState.write(runFolder.resolve(STATE), iteration, optimiser.state());
    TrainState.writeModel(runFolder.resolve(MODEL), optimiser.average());
  }

  static Clips openClips(TrainConfig config, Path dataFolder) {
    TrainConfig.Data data = config.data();
    return Clips.open(
        data.statics().stream().map(dataFolder::resolve).toList(),
        data.videos().stream()
            .map(
                videos ->
                    new VideoFolders.Source(
                        dataFolder.resolve(videos.folder()),
                        videos.list().isEmpty() ? null : videos.list()))
            .toList(),
        new Clips.Settings(
            data.shortSide(),
            data.cacheMegabytes() * (1L << 20),
            data.pastedOnStatic(),
            data.pastedOnVideo(),
            data.onStatic(),
            data.onVideo()));
  }

  private Map<String, Tensor> parameters(TensorArena arena) {
    StateDict initial =
        InitialWeights.of(config.network(), BatchLoader.random(config.seed(), -1, 0), imageNet);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      for (String name : initial.names()) {
        initial
            .find(name)
            .ifPresent(
                data -> {
                  Tensor tensor = Tensors.of(data.toFloats(), data.shape());
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
    double loss;
    long forwarded;
    try (TensorScope scope = TensorScope.open()) {
      Batch batch = Batch.of(clips, Device.CPU);
      Tensor result = loss(iteration, parameters, batch);
      loss = result.item();
      forwarded = System.nanoTime();
      result.backward();
    }
    long backward = System.nanoTime();
    double norm = optimiser.step(iteration + 1, parameter -> config.rate(iteration, parameter));
    long done = System.nanoTime();
    return new TrainLog.Step(
        loss,
        norm,
        (loaded - start) / 1e9,
        (forwarded - loaded) / 1e9,
        (backward - forwarded) / 1e9,
        (done - backward) / 1e9);
  }

  private Tensor loss(long iteration, Map<String, Tensor> parameters, Batch batch) {
    ClipLoss clipLoss = new ClipLoss(config.references(), config.deepUpdate());
    MixedPrecision precision =
        config.mixedPrecision() ? MixedPrecision.on(Device.CPU) : MixedPrecision.off(Device.CPU);
    try (precision;
        XMem network = XMem.over(parameters, Device.CPU)) {
      return clipLoss.of(
          network, batch, BatchLoader.random(config.seed(), iteration, -2), config.kept(iteration));
    }
  }
}
