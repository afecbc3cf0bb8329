package dev.engram.cli;

import dev.engram.tensor.TorchRuntime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** How results came about, for a report. */
final class ReportDetails {
  private ReportDetails() {}

  /**
   * @param model what it is; empty if none ran
   */
  static Map<String, String> of(CommandLine command, String model) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("command", arguments(command));
    if (!model.isEmpty()) {
      details.put("model", model);
      details.put("threads", Integer.toString(TorchRuntime.threads()));
    }
    details.put("Engram", String.join(" ", new Version().getVersion()));
    details.put(
        "machine",
        String.format(
            "%s %s, %d processors, Java %s",
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version")));
    return details;
  }

  private static String arguments(CommandLine command) {
    CommandLine root = command;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.getParseResult().originalArgs().stream()
        .map(word -> word.contains(" ") ? '"' + word + '"' : word)
        .collect(Collectors.joining(" ", "engram ", ""));
  }
}
