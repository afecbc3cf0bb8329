package dev.engram.cli;

import dev.engram.tensor.Device;
import dev.engram.tensor.TorchRuntime;
import dev.engram.train.Preview;
import dev.engram.train.TrainLog;
import dev.engram.train.TrainingPlan;
import dev.engram.train.report.LogEntry;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram train}: runs a configuration, or goes on with it. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Trains a network by a configuration file; goes on where it was stopped.")
final class TrainCommand implements Callable<Integer> {
  /** An iteration of a large network, and its state on a slow disk. */
  private static final int PATIENCE_SECONDS = 60;

  private static final int LINE_EVERY = 10;

  private static final String GIVEN_UP =
      "the iteration in work. The state written last is whole; run again to go on from there.";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  // not required by the parser, which would ask for them with "preview" as well
  @Parameters(
      arity = "0..1",
      paramLabel = "CONFIGURATION",
      description = "A YAML file, or the name of one of Engram's own, such as xmem-s03.")
  private @Nullable Path configuration;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where the configuration's data folders lie.")
  private @Nullable Path data;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description = "For state, model, log and page; a state that lies there is resumed.")
  private @Nullable Path out;

  @Option(
      names = "--imagenet",
      paramLabel = "FOLDER",
      description =
          "Trunks trained on ImageNet to start from: torchvision's resnet18-*.pth and"
              + " resnet50-*.pth, or a ResNet-18 as .npy files.")
  private @Nullable Path imageNet;

  @Option(
      names = "--backbone",
      paramLabel = "FILE",
      description =
          "A backbone to start an STMA from: ConvMAE's convmae_base.pth, or for a plain ViT"
              + " MAE's mae_pretrain_vit_base.pth.")
  private @Nullable Path backbone;

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description = "Weights of the whole network to start from, instead of random ones.")
  private @Nullable String model;

  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "auto|cpu|cuda",
      description = "Where to train. Default: ${DEFAULT-VALUE}.")
  private String device = "auto";

  @Option(names = "--threads", paramLabel = "N", description = "Threads; default: all cores.")
  private @Nullable Integer threads;

  @Option(names = "--profile", description = "Say how long the parts of an iteration take.")
  private boolean profile;

  /** {@code engram train preview}. */
  @Command(
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Draws some clips of a configuration, as the network will see them.")
  int preview(
      @Parameters(paramLabel = "CONFIGURATION", description = "A YAML file of one run.") Path file,
      @Option(
              names = "--data",
              paramLabel = "FOLDER",
              description = "Where the configuration's data folders lie.")
          @Nullable Path folder,
      @Option(
              names = {"-o", "--out"},
              required = true,
              paramLabel = "FILE.png",
              description = "The sheet: a clip a row.")
          Path target,
      @Option(
              names = "--iteration",
              defaultValue = "0",
              paramLabel = "N",
              description = "Whose phase is shown. Default: ${DEFAULT-VALUE}.")
          long iteration,
      @Option(
              names = "--rows",
              defaultValue = "8",
              paramLabel = "N",
              description = "How many clips. Default: ${DEFAULT-VALUE}.")
          int rows,
      @Option(
              names = "--augmentations",
              description = "Show each augmentation by itself instead; needs no data.")
          boolean augmentations) {
    if (augmentations) {
      Preview.writeAugmentations(found(file), target);
    } else if (folder == null) {
      throw new ParameterException(spec.commandLine(), "--data is needed.");
    } else {
      Preview.write(found(file), folder, iteration, Math.max(1, rows), target);
    }
    return 0;
  }

  /** A bare name that is no file here is one of the configurations that come with the program. */
  private static Path found(Path given) {
    String folder = System.getProperty("engram.configurations");
    if (folder == null || Files.exists(given) || given.getNameCount() != 1) {
      return given;
    }
    Path own = Path.of(folder).resolve(given);
    Path named = Path.of(folder).resolve(given + ".yaml");
    return Files.exists(own) ? own : Files.exists(named) ? named : given;
  }

  @Override
  public Integer call() {
    if (configuration == null || data == null || out == null) {
      throw new ParameterException(
          spec.commandLine(), "CONFIGURATION, --data and --out are needed.");
    }
    if (threads != null) {
      TorchRuntime.setThreads(Math.max(1, threads));
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption = new Interruption(err, GIVEN_UP, PATIENCE_SECONDS)) {
      TrainingPlan.read(found(configuration), out)
          .run(
              data,
              new TrainingPlan.Start(imageNet, backbone, model),
              Device.parse(device),
              new Lines(err, profile),
              interruption::requested);
      err.println("model and state are in " + out);
      err.flush();
      return 0;
    }
  }

  /** A line now and then, with means since the one before. */
  private static final class Lines implements TrainLog {
    private final PrintWriter out;
    private final boolean profile;
    private long count;
    private double loss;
    private double norm;
    private double data;
    private double forward;
    private double backward;
    private double optimiser;
    private long images;
    private String begun = "";

    Lines(PrintWriter out, boolean profile) {
      this.out = out;
      this.profile = profile;
    }

    @Override
    public void validation(LogEntry.Scores scores) {
      String each =
          scores.sequences().entrySet().stream()
              .map(
                  e ->
                      e.getKey()
                          + String.format(
                              Locale.ROOT,
                              " %.3f/%.3f",
                              e.getValue().region(),
                              e.getValue().contour()))
              .collect(Collectors.joining(", "));
      out.printf(
          Locale.ROOT,
          "validation at %d: J %.3f F %.3f (%s)%n",
          scores.iteration(),
          scores.mean().region(),
          scores.mean().contour(),
          each);
      out.flush();
    }

    @Override
    public void note(String text) {
      out.println(text);
      out.flush();
    }

    /** Said with the first line, so that what is wrong before it stands alone. */
    @Override
    public void stage(String name) {
      begun = name;
    }

    @Override
    public void iteration(long iteration, long iterations, Step step) {
      count++;
      loss += step.loss();
      norm += step.gradientNorm();
      data += step.data();
      forward += step.forward();
      backward += step.backward();
      optimiser += step.optimiser();
      images += step.images();
      if ((iteration + 1) % LINE_EVERY != 0 && iteration + 1 < iterations) {
        return;
      }
      if (!begun.isEmpty()) {
        out.println(begun);
        begun = "";
      }
      double seconds = (data + forward + backward + optimiser) / count;
      out.printf(
          Locale.ROOT,
          "iteration %d/%d, loss %.4f, gradient %.2f, %.2f s each",
          iteration + 1,
          iterations,
          loss / count,
          norm / count,
          seconds);
      if (profile) {
        double all = seconds * count / 100;
        out.printf(
            Locale.ROOT,
            ", %.1f images/s (data %.1f %%, forward %.0f %%, backward %.0f %%, optimiser %.0f %%)",
            images / (seconds * count),
            data / all,
            forward / all,
            backward / all,
            optimiser / all);
      }
      out.println();
      out.flush();
      count = images = 0;
      loss = norm = data = forward = backward = optimiser = 0;
    }
  }
}
