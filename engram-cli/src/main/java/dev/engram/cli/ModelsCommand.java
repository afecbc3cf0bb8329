package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.checkpoint.ModelCatalogue;
import dev.engram.checkpoint.ModelFolder;
import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram models}: what there is, where it is, and what a file is. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Lists and fetches models, and tells what a checkpoint is.",
    subcommands = PullCommand.class)
final class ModelsCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    list();
  }

  @Command(
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Lists the models of this machine, and those that can be pulled.")
  void list() {
    ModelFolder folder = ModelFolder.ofThisMachine();
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"NAME", "WHERE", "WHAT"});
    List<String> embedded = Models.embedded();
    for (String name : embedded) {
      boolean first = name.equals(embedded.get(0));
      rows.add(new String[] {name, "embedded", first ? "taken where no model is named" : ""});
    }
    for (String name : folder.names()) {
      rows.add(new String[] {name, "here", descriptionOf(name)});
    }
    for (ModelCatalogue.Entry entry : ModelCatalogue.entries()) {
      if (!folder.names().contains(entry.name())) {
        rows.add(new String[] {entry.name(), "to pull", entry.description()});
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
    for (String[] row : rows) {
      out.printf("%-" + width + "s  %-8s  %s%n", row[0], row[1], row[2]);
    }
    out.println("Your own go to " + folder.path() + ". 'engram models pull NAME' fetches one.");
    out.flush();
  }

  private static String descriptionOf(String name) {
    return ModelCatalogue.find(name)
        .map(ModelCatalogue.Entry::description)
        .orElseGet(() -> Models.fileOf(name).getFileName().toString());
  }

  @Command(
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Prints where a model lies, or the folder of all of them.")
  void path(
      @Parameters(arity = "0..1", paramLabel = "NAME", description = "A model of this machine.")
          @Nullable String model) {
    Path path = model == null ? ModelFolder.ofThisMachine().path() : Models.fileOf(model);
    spec.commandLine().getOut().println(path);
    spec.commandLine().getOut().flush();
  }

  @Command(
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Tells what a checkpoint is: network, widths, entries, whether it fits.")
  void info(
      @Parameters(paramLabel = "NAME|FILE", description = "A model of this machine, or a file.")
          String model,
      @Option(names = "--entries", description = "List every entry with type and shape.")
          boolean entries) {
    StateDict weights = Models.read(model);
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Integer> types = new TreeMap<>();
    for (String name : weights.names()) {
      weights.find(name).ifPresent(t -> types.merge(t.type().name(), 1, Integer::sum));
    }
    out.println("file        " + weights.source().map(Path::toString).orElse("embedded"));
    out.printf(
        Locale.ROOT, "entries     %d, %,d numbers%n", weights.size(), weights.parameterCount());
    out.println("types       " + types);
    weights.metadata().forEach((key, value) -> out.println("metadata    " + key + " = " + value));
    if (entries) {
      for (String name : weights.names()) {
        weights
            .find(name)
            .ifPresent(
                t -> out.println("  " + name + " " + t.type() + " " + Arrays.toString(t.shape())));
      }
    }
    try (Engram engram = Engram.of(weights, Device.CPU)) {
      out.println("network     " + engram.description());
    } catch (EngramException e) {
      out.println("network     " + e.getMessage());
    }
    out.flush();
  }
}
