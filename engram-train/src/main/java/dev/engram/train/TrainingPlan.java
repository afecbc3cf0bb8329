package dev.engram.train;

import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code engram train} does with a configuration file: one run, or the runs of its {@code
 * stages} one after another, each from the moving average of the one before or of the one that it
 * names. The model is that of the last, or the mean of those that are named under {@code average}.
 */
public final class TrainingPlan {
  private final List<Stage> stages;
  private final List<Stage> averaged;
  private final Path runFolder;

  private TrainingPlan(List<Stage> stages, List<Stage> averaged, Path runFolder) {
    this.stages = stages;
    this.averaged = averaged;
    this.runFolder = runFolder;
  }

  /**
   * @param from the stage that it starts from; null for the plan's start
   */
  private record Stage(String name, TrainConfig config, Path folder, @Nullable Stage from) {
    boolean isDone() {
      Path state = folder.resolve(Trainer.STATE);
      return Files.exists(state) && TrainState.iteration(state) >= config.iterations();
    }

    /** The moving average of its weights. */
    StateDict average() {
      return TrainState.average(folder.resolve(Trainer.STATE));
    }
  }

  /**
   * What training starts from.
   *
   * @param imageNet a folder with ResNets trained on ImageNet, as {@code .npy} files or as
   *     torchvision's checkpoints; may be null
   * @param backbone a checkpoint of ConvMAE's or MAE's for the backbone of an STMA; may be null
   * @param model the name or file of a network to go on with; may be null
   */
  public record Start(@Nullable Path imageNet, @Nullable Path backbone, @Nullable String model) {
    /** Random numbers alone. */
    public static final Start NOTHING = new Start(null, null, null);
  }

  /**
   * Reads a configuration, and all those that it names as stages.
   *
   * @param runFolder for states and models; of several stages, each has its own folder in it
   * @throws EngramException if one of them is wrong
   */
  public static TrainingPlan read(Path configuration, Path runFolder) {
    YamlNode root = YamlNode.read(configuration);
    if (!root.has("stages")) {
      TrainConfig only = TrainConfig.read(configuration);
      Stage stage = new Stage(nameOf(configuration), only, runFolder, null);
      return new TrainingPlan(List.of(stage), List.of(), runFolder);
    }
    List<Stage> stages = new ArrayList<>();
    for (YamlNode node : root.nodesOrTexts("stages", "run")) {
      Path file = configuration.resolveSibling(node.text("run"));
      Path folder = runFolder.resolve((stages.size() + 1) + "-" + nameOf(file));
      Stage from = stages.isEmpty() ? null : stages.get(stages.size() - 1);
      if (node.has("from")) {
        from = named(configuration, "from", node.text("from"), stages);
      }
      stages.add(new Stage(nameOf(file), TrainConfig.read(file), folder, from));
    }
    List<Stage> averaged = new ArrayList<>();
    for (String name : root.texts("average")) {
      averaged.add(named(configuration, "average", name, stages));
    }
    root.requireAllAsked();
    if (stages.isEmpty()) {
      throw new EngramException(configuration + ": stages is empty. Name a configuration.");
    }
    for (Stage stage : stages) {
      if (!stage.config().network().equals(stages.get(0).config().network())) {
        throw new EngramException(
            configuration + ": " + stage.name() + " has another network than the first stage.");
      }
    }
    return new TrainingPlan(stages, averaged, runFolder);
  }

  private static Stage named(Path configuration, String key, String file, List<Stage> stages) {
    return stages.stream()
        .filter(stage -> stage.name().equals(nameOf(Path.of(file))))
        .findFirst()
        .orElseThrow(
            () ->
                new EngramException(
                    configuration
                        + ": "
                        + key
                        + " names "
                        + file
                        + ", which is no stage before it. Name one of the stages."));
  }

  static String nameOf(Path file) {
    return file.getFileName().toString().replaceAll("\\.ya?ml$", "");
  }

  /**
   * Trains to the end, or until it is asked to stop; goes on where it was stopped before.
   *
   * @param data that the configurations' data folders lie in
   * @param stop asked before each iteration
   * @throws EngramException if data cannot be read, or the run folder not be written
   */
  public void run(Path data, Start start, Device device, TrainLog log, BooleanSupplier stop) {
    for (Stage stage : stages) {
      Stage from = stage.from();
      Supplier<StateDict> initial =
          () -> from == null ? initial(stage.config(), start, log) : from.average();
      boolean done = stage.isDone();
      requireSame(stage, done, log);
      if (!done) {
        if (stages.size() > 1) {
          log.stage(stage.name());
        }
        done = new Trainer(stage.config(), data, stage.folder(), device).run(initial, log, stop);
      }
      if (!done) {
        return;
      }
    }
    Stage last = stages.get(stages.size() - 1);
    if (!averaged.isEmpty()) {
      StateDict mean = WeightMean.of(averaged.stream().map(Stage::average).toList());
      StateDict model = TrainState.model(mean, last.config().metadata());
      TrainState.writeModel(runFolder.resolve(Trainer.MODEL), model);
    } else if (stages.size() > 1) {
      copy(last.folder().resolve(Trainer.MODEL));
      if (Files.exists(last.folder().resolve(Trainer.BEST))) {
        copy(last.folder().resolve(Trainer.BEST));
      }
    }
  }

  /** A run may go on with other numbers, but its model is not that of another configuration. */
  private void requireSame(Stage stage, boolean done, TrainLog log) {
    if (!RunRecorder.isOfAnother(stage.config(), stage.folder())) {
      return;
    }
    String said = stage.folder() + ": holds a run of another configuration";
    if (done && stage.equals(stages.get(stages.size() - 1))) {
      throw new EngramException(said + ", which is at its end. Train in another folder.");
    }
    log.note(said + (done ? ", which is taken as it is" : "; it goes on with this one"));
  }

  private static StateDict initial(TrainConfig config, Start start, TrainLog log) {
    StateDict fresh = fresh(config, start.imageNet());
    if (start.backbone() != null) {
      if (!(config.network() instanceof StmaShape)) {
        throw new EngramException(
            start.backbone() + ": a backbone of its own is STMA's alone. Leave --backbone out.");
      }
      if (start.model() != null) {
        throw new EngramException(
            start.backbone() + ": --model brings a backbone already. Leave one of them out.");
      }
      fresh = BackboneWeights.into(fresh, start.backbone(), log::note);
    }
    return start.model() == null
        ? fresh
        : InitialWeights.from(Models.read(start.model()), fresh, start.model());
  }

  /** Random weights of a configuration's network. */
  static StateDict untrained(TrainConfig config) {
    return fresh(config, null);
  }

  private static StateDict fresh(TrainConfig config, @Nullable Path imageNet) {
    return config.network().initialWeights(BatchLoader.random(config.seed(), -1, 0), imageNet);
  }

  private void copy(Path model) {
    AtomicFile.write(
        runFolder.resolve(model.getFileName().toString()), out -> Files.copy(model, out));
  }
}
