package dev.engram.cli;

import dev.engram.eval.ScoreMerger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram merge}: one result of several runs. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Averages the probabilities of several 'engram evaluate --save-scores' runs, such as of"
            + " several --size and with --flip, and writes the likeliest masks.")
final class MergeCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(arity = "2..*", paramLabel = "RUN", description = "Folders of the runs.")
  @SuppressWarnings("NullAway.Init")
  private List<Path> runs;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FOLDER",
      description = "For VIDEO/FRAME.png.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Override
  public Integer call() {
    long written = new ScoreMerger(runs).merge(out);
    spec.commandLine().getErr().printf("%d masks are in %s%n", written, out);
    spec.commandLine().getErr().flush();
    return 0;
  }
}
