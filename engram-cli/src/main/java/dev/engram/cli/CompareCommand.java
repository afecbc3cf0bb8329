package dev.engram.cli;

import dev.engram.eval.ObjectScore;
import dev.engram.eval.ScoreReader;
import dev.engram.eval.Scores;
import dev.engram.eval.VideoScore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

  /** An object that both runs have. */
  private record Pair(String name, double before, double after) {
    double gain() {
      return after - before;
    }
  }

  @Override
  public Integer call() {
    Map<String, Double> before = means(ScoreReader.readJson(first));
    Map<String, Double> after = means(ScoreReader.readJson(second));
    List<Pair> pairs = new ArrayList<>();
    before.forEach(
        (name, score) -> {
          Double other = after.get(name);
          if (other != null) {
            pairs.add(new Pair(name, score, other));
          }
        });
    pairs.sort(Comparator.comparingDouble(Pair::gain));
    PrintWriter out = spec.commandLine().getOut();
    int widest = pairs.stream().mapToInt(pair -> pair.name().length()).max().orElse(0);
    String layout = "%-" + Math.max(6, widest) + "s  %6s  %6s  %6s%n";
    out.printf(layout, "object", "A", "B", "gain");
    for (Pair pair : pairs) {
      line(out, layout, pair);
    }
    line(
        out,
        layout,
        new Pair(
            "mean",
            pairs.stream().mapToDouble(Pair::before).average().orElse(Double.NaN),
            pairs.stream().mapToDouble(Pair::after).average().orElse(Double.NaN)));
    tellAlone(out, "A", before, after);
    tellAlone(out, "B", after, before);
    out.flush();
    return 0;
  }

  /** J&F by video and object. */
  private static Map<String, Double> means(Scores scores) {
    Map<String, Double> means = new TreeMap<>();
    for (VideoScore video : scores.videos()) {
      for (ObjectScore object : video.objects()) {
        means.put(video.name() + " " + object.object(), object.mean());
      }
    }
    return means;
  }

  private static void line(PrintWriter out, String layout, Pair pair) {
    out.printf(
        layout,
        pair.name(),
        percent("%.1f", pair.before()),
        percent("%.1f", pair.after()),
        percent("%+.1f", pair.gain()));
  }

  private static String percent(String layout, double part) {
    return String.format(Locale.ROOT, layout, 100 * part);
  }

  private static void tellAlone(
      PrintWriter out, String run, Map<String, Double> own, Map<String, Double> other) {
    List<String> alone = own.keySet().stream().filter(name -> !other.containsKey(name)).toList();
    if (!alone.isEmpty()) {
      out.println("only in " + run + ": " + String.join(", ", alone));
    }
  }
}
