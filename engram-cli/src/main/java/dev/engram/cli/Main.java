package dev.engram.cli;

import dev.engram.common.EngramException;
import java.io.PrintWriter;
import java.util.List;
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
    })
public final class Main implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          SegmentCommand.class,
          SuggestCommand.class,
          StudioCommand.class,
          ImportCommand.class,
          ExportCommand.class,
          ReferencesCommand.class,
          DemoCommand.class,
          EvaluateCommand.class,
          MeasureCommand.class,
          CompareCommand.class,
          InteractiveCommand.class,
          ExperimentCommand.class,
          MergeCommand.class,
          TrainCommand.class,
          ModelsCommand.class,
          CommandLine.HelpCommand.class,
          AutoComplete.GenerateCompletion.class);

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
    CommandLine command = commandLine(arguments);
    int code;
    try {
      code = command.execute(arguments);
    } catch (OutOfMemoryError e) {
      command
          .getErr()
          .println(
              "engram: Java's memory is full ("
                  + (Runtime.getRuntime().maxMemory() >> 20)
                  + " MB). Give it more: ENGRAM_JAVA_OPTIONS=-Xmx8g.");
      code = USER_ERROR;
    }
    System.exit(code);
  }

  /**
   * The command, ready to run these arguments: where they name one of Engram's commands, with that
   * alone, as to describe them all takes some tenths of a second.
   */
  static CommandLine commandLine(String... arguments) {
    CommandLine command = new CommandLine(new Main());
    COMMANDS.stream()
        .filter(each -> isOurs(each) && arguments.length > 0 && nameOf(each).equals(arguments[0]))
        .findFirst()
        .ifPresentOrElse(command::addSubcommand, () -> COMMANDS.forEach(command::addSubcommand));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setUsageHelpAutoWidth(true);
    command.setParameterExceptionHandler(
        (e, args) -> {
          CommandLine failed = e.getCommandLine();
          String hint = failed.getCommandSpec().qualifiedName();
          String said = misuse(e);
          failed.getErr().println("engram: " + said + " See '" + hint + " --help'.");
          return USER_ERROR;
        });
    command.setExecutionExceptionHandler((e, failed, result) -> report(e, failed));
    return command;
  }

  /** Whether it can do without the others, unlike help. */
  private static boolean isOurs(Class<?> command) {
    return command.getPackage() == Main.class.getPackage();
  }

  private static String nameOf(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static String misuse(CommandLine.ParameterException e) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      return "there is no "
          + String.join(" ", unmatched.getUnmatched())
          + (near.isEmpty() ? "." : "; did you mean " + String.join(" or ", near) + "?");
    }
    return oneLine(e);
  }

  private static int report(Exception e, CommandLine failed) {
    PrintWriter err = failed.getErr();
    boolean mendable = e instanceof EngramException;
    SegmentCommand segment = failed.getCommand() instanceof SegmentCommand s ? s : null;
    String where = segment != null && !segment.verbose() ? " (--verbose shows where)" : "";
    err.println(
        "engram: " + (mendable ? oneLine(e) : "a fault of Engram's own: " + firstLine(e) + where));
    if (segment != null && segment.verbose()) {
      e.printStackTrace(err);
    }
    return mendable ? USER_ERROR : OUR_ERROR;
  }

  /** libtorch's messages go on with the frames of its stack. */
  private static String firstLine(Exception e) {
    return e.toString().lines().findFirst().orElse("").strip();
  }

  private static String oneLine(Exception e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ").strip();
    return message.matches(".*[.?!]$") ? message : message + ".";
  }
}
