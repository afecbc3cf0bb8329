package dev.engram.cli;

import dev.engram.common.EngramException;
import dev.engram.eval.Comparison;
import dev.engram.eval.ScoreReader;
import dev.engram.eval.page.Numbers;
import dev.engram.eval.report.CompareReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram compare}: two runs side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Shows the scores of two runs side by side, what got worse the most first.")
final class CompareCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A.json", description = "Scores of one run.")
  @SuppressWarnings("NullAway.Init")
  private Path first;

  @Parameters(index = "1", paramLabel = "B.json", description = "Scores of another.")
  @SuppressWarnings("NullAway.Init")
  private Path second;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "A page with both runs' curves over time.")
  private @Nullable Path report;

  @Override
  public Integer call() {
    Comparison comparison =
        Comparison.of(ScoreReader.readJson(first), ScoreReader.readJson(second));
    if (comparison.pairs().isEmpty()) {
      throw new EngramException(
          first + " and " + second + ": have no object in common. Give runs on the same videos.");
    }
    if (report != null) {
      CompareReport.write(
          report,
          comparison,
          "A: " + first + ", B: " + second,
          ReportDetails.of(spec.commandLine(), ""));
    }
    print(spec.commandLine().getOut(), comparison);
    return 0;
  }

  private static void print(PrintWriter out, Comparison comparison) {
    List<Comparison.Pair> pairs = comparison.pairs();
    int widest = pairs.stream().mapToInt(pair -> name(pair).length()).max().orElse(0);
    String layout = "%-" + Math.max(6, widest) + "s  %6s  %6s  %6s%n";
    out.printf(layout, "object", "A", "B", "gain");
    for (Comparison.Pair pair : pairs) {
      line(out, layout, name(pair), pair.before().mean(), pair.after().mean());
    }
    line(out, layout, "mean", comparison.before(), comparison.after());
    alone(out, "A", comparison.onlyBefore());
    alone(out, "B", comparison.onlyAfter());
    out.flush();
  }

  private static String name(Comparison.Pair pair) {
    return pair.video() + " " + pair.before().object();
  }

  private static void line(
      PrintWriter out, String layout, String name, double before, double after) {
    out.printf(
        layout,
        name,
        Numbers.percent(before),
        Numbers.percent(after),
        Numbers.gain(after - before));
  }

  private static void alone(PrintWriter out, String run, List<String> names) {
    if (!names.isEmpty()) {
      out.println("only in " + run + ": " + String.join(", ", names));
    }
  }
}
