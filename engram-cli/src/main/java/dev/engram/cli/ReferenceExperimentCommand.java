package dev.engram.cli;

import dev.engram.eval.references.ReferenceExperiment;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram experiment references}: quality against the number of references. */
@Command(
    name = "references",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Segments videos with more and more evenly spaced references: as XMem takes masks, and with"
            + " XMem++'s permanent memory, from the first frame on and outward from the"
            + " references.")
final class ReferenceExperimentCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init")
  private ExperimentOptions experiment;

  @Option(
      names = "--counts",
      split = ",",
      defaultValue = "1,5,10",
      paramLabel = "N",
      description = "Numbers of references. Default: ${DEFAULT-VALUE}.")
  private List<Integer> counts = List.of();

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private NetworkOptions network;

  @Override
  public Integer call() {
    experiment.run(
        network,
        "references",
        "J and F with more references",
        (places, engram, options, monitor) ->
            ReferenceExperiment.run(places, counts, engram, options, monitor));
    return 0;
  }
}
