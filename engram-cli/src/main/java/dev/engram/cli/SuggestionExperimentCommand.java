package dev.engram.cli;

import dev.engram.eval.references.SuggestionExperiment;
import dev.engram.suggest.SuggestionOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram experiment suggestion}: suggested references against others. */
@Command(
    name = "suggestion",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Segments videos with references that are suggested one after another, with as many that"
            + " are evenly spaced, and with as many by chance. All begin with the first frame that"
            + " has an object; every frame needs a mask.")
final class SuggestionExperimentCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init")
  private ExperimentOptions experiment;

  @Option(
      names = "--counts",
      split = ",",
      defaultValue = "2,3,5,8",
      paramLabel = "N",
      description = "Numbers of references. Default: ${DEFAULT-VALUE}.")
  private List<Integer> counts = List.of();

  @Option(
      names = "--alpha",
      defaultValue = "0.5",
      paramLabel = "A",
      description =
          "How much the objects count when frames are compared, 0 (not at all) to 1 (they alone)."
              + " Default: ${DEFAULT-VALUE}.")
  private double alpha;

  @Option(
      names = "--min-mask-presence",
      defaultValue = "0.25",
      paramLabel = "PERCENT",
      description =
          "How much of a frame the objects must cover for it to be suggested."
              + " Default: ${DEFAULT-VALUE}.")
  private double minMaskPresence;

  @Option(
      names = "--repeats",
      defaultValue = "5",
      paramLabel = "N",
      description = "How often frames are left to chance. Default: ${DEFAULT-VALUE}.")
  private int repeats;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private NetworkOptions network;

  @Override
  public Integer call() {
    SuggestionOptions suggestion =
        SuggestionOptions.defaults().withAlpha(alpha).withMinMaskPresence(minMaskPresence);
    experiment.run(
        network,
        "suggestion",
        "J and F by the choice of references",
        (places, engram, options, monitor) ->
            new SuggestionExperiment(suggestion, network.device(), repeats)
                .run(places, counts, engram, options, monitor));
    return 0;
  }
}
