package dev.engram.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code engram experiment}: what references and clicks are good for, measured. */
@Command(
    name = "experiment",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Runs an experiment on videos or images whose true masks are there.",
    subcommands = {
      ReferenceExperimentCommand.class,
      SuggestionExperimentCommand.class,
      ClickExperimentCommand.class
    })
final class ExperimentCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
