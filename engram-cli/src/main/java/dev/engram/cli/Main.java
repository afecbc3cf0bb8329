package dev.engram.cli;

import dev.engram.common.EngramException;
import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code engram} command. */
@Command(
    name = "engram",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Video object segmentation: mark objects in one frame, get their masks in all.",
    footer = {
      "",
      "Exit codes: 0 done; 2 something to mend in what was given; 1 a fault of Engram's.",
      "'engram help COMMAND' shows a command's options."
    },
    subcommands = {
      SegmentCommand.class,
      TrainCommand.class,
      ModelsCommand.class,
      CommandLine.HelpCommand.class,
      AutoComplete.GenerateCompletion.class
    })
public final class Main implements Runnable {
  /** What the user can mend. */
  static final int USER_ERROR = 2;

  /** What we have to mend. */
  static final int OUR_ERROR = 1;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Runs the command and leaves with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command, ready to run, for {@link #main} and for tests. */
  static CommandLine commandLine() {
    CommandLine command = new CommandLine(new Main());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setUsageHelpAutoWidth(true);
    command.setParameterExceptionHandler(
        (e, args) -> {
          CommandLine failed = e.getCommandLine();
          String hint = failed.getCommandSpec().qualifiedName();
          failed.getErr().println("engram: " + oneLine(e) + " See '" + hint + " --help'.");
          return USER_ERROR;
        });
    command.setExecutionExceptionHandler(
        (e, failed, result) -> report(e, verbose(failed), failed.getErr()));
    return command;
  }

  private static boolean verbose(CommandLine failed) {
    return failed.getCommand() instanceof SegmentCommand segment && segment.verbose();
  }

  private static int report(Exception e, boolean verbose, PrintWriter err) {
    if (e instanceof EngramException) {
      err.println("engram: " + oneLine(e));
    } else {
      err.println(
          "engram: a fault of Engram's own: "
              + e.toString().lines().findFirst().orElse("")
              + (verbose ? "" : " (--verbose shows where)"));
    }
    if (verbose) {
      e.printStackTrace(err);
    }
    return e instanceof EngramException ? USER_ERROR : OUR_ERROR;
  }

  private static String oneLine(Exception e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ").strip();
    return message.matches(".*[.?!]$") ? message : message + ".";
  }
}
