package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.checkpoint.ModelFolder;
import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram models}: what there is, and what a file is. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Lists models, and tells what a checkpoint is.")
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
      description = "Lists the models of this machine.")
  void list() {
    ModelFolder folder = ModelFolder.ofThisMachine();
    PrintWriter out = spec.commandLine().getOut();
    Models.embedded().forEach(name -> out.println(name + " (embedded)"));
    folder.names().forEach(out::println);
    if (folder.names().isEmpty()) {
      out.println("No models in " + folder.path() + ". Put .pth or .safetensors files there.");
    }
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
