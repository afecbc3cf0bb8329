package dev.engram.train.report;

import dev.engram.common.EngramException;
import dev.engram.eval.page.Html;
import dev.engram.eval.page.Numbers;
import dev.engram.eval.page.Page;
import dev.engram.train.report.LogEntry.Progress;
import dev.engram.train.report.LogEntry.Score;
import dev.engram.train.report.LogEntry.Scores;
import dev.engram.train.report.LogEntry.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A run as one HTML file that needs nothing beside it: how far it is, curves, scores, pictures and
 * the configuration.
 */
public final class RunPage {
  private final Facts facts;
  private final List<Progress> progress = new ArrayList<>();
  private final List<Scores> validations = new ArrayList<>();
  private final List<Start> starts = new ArrayList<>();
  private final List<Strip> strips;
  private final Page page;

  /**
   * What does not change during a run.
   *
   * @param name the title
   * @param configuration the text of its file
   */
  public record Facts(String name, String configuration, long iterations) {}

  /**
   * Frames of a sequence side by side, as a validation segmented them.
   *
   * @param file a JPEG
   */
  public record Strip(long iteration, String sequence, Path file) {}

  private RunPage(Facts facts, List<LogEntry> entries, List<Strip> strips) {
    this.facts = facts;
    this.page = new Page(facts.name());
    this.strips = strips;
    for (LogEntry entry : entries) {
      if (entry instanceof Progress p) {
        progress.add(p);
      } else if (entry instanceof Scores scores) {
        validations.add(scores);
      } else if (entry instanceof Start start) {
        starts.add(start);
      }
    }
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @param entries the run's log
   * @throws EngramException if it cannot be written, or a strip not be read; names the file
   */
  public static void write(Path target, Facts facts, List<LogEntry> entries, List<Strip> strips) {
    new RunPage(facts, entries, strips).render().write(target);
  }

  private Page render() {
    tiles();
    page.add("<section class=\"charts\">");
    new RunCharts(progress, validations).html().forEach(page::add);
    page.add("</section>\n");
    if (!validations.isEmpty()) {
      scores();
      pictures();
    }
    starts();
    return page.add("<h2>Configuration</h2><pre>").text(facts.configuration()).add("</pre>\n");
  }

  private void tiles() {
    page.add("<section class=\"tiles\">");
    if (!progress.isEmpty()) {
      Progress last = progress.get(progress.size() - 1);
      List<Progress> recent = progress.subList(Math.max(0, progress.size() - 20), progress.size());
      double loss = recent.stream().mapToDouble(Progress::loss).average().orElse(0);
      double speed = recent.stream().mapToDouble(Progress::imagesPerSecond).average().orElse(0);
      double trained = progress.stream().mapToDouble(p -> p.count() * p.seconds().total()).sum();
      double validated = validations.stream().mapToDouble(Scores::seconds).sum();
      double part = 100.0 * last.iteration() / facts.iterations();
      page.tile("iterations", Numbers.whole(last.iteration()), percent(part, facts.iterations()));
      page.tile("loss", Numbers.brief(loss), "mean of the last " + 10 * recent.size());
      bestTile();
      page.tile("images a second", Numbers.brief(speed), "of the last " + 10 * recent.size());
      page.tile("time", Numbers.duration(trained), "and validation " + Numbers.duration(validated));
    }
    page.add("</section>\n");
  }

  private static String percent(double part, long iterations) {
    return String.format(Locale.ROOT, "%.0f %% of %s", part, Numbers.whole(iterations));
  }

  private void bestTile() {
    Optional<Scores> best = RunLog.best(validations);
    if (best.isPresent()) {
      String at = "best, at " + Numbers.whole(best.get().iteration());
      page.tile("J&F", Numbers.score(best.get().mean().both()), at);
    }
  }

  /** The first validation, the best and the last ones, by their iterations. */
  private Map<Long, Scores> shown() {
    Map<Long, Scores> shown = new LinkedHashMap<>();
    Optional<Scores> best = RunLog.best(validations);
    for (int i = 0; i < validations.size(); i++) {
      Scores scores = validations.get(i);
      boolean isBest = best.isPresent() && best.get().iteration() == scores.iteration();
      if (i == 0 || i >= validations.size() - 3 || isBest) {
        shown.put(scores.iteration(), scores);
      }
    }
    return shown;
  }

  private void scores() {
    Map<Long, Scores> shown = shown();
    long best = RunLog.best(validations).map(Scores::iteration).orElse(-1L);
    page.add("<h2>Validation</h2><table><thead><tr><th>J / F</th>");
    shown.forEach(
        (iteration, scores) -> {
          page.add("<th>").add(Numbers.whole(iteration));
          page.add(iteration == best ? " (best)</th>" : "</th>");
        });
    page.add("</tr></thead><tbody><tr class=\"mean\"><th>mean</th>");
    shown.values().forEach(scores -> cell(scores.mean()));
    page.add("</tr>");
    for (String name : validations.get(validations.size() - 1).sequences().keySet()) {
      page.add("<tr><th>").add(Html.escape(name)).add("</th>");
      for (Scores scores : shown.values()) {
        Score score = scores.sequences().get(name);
        if (score == null) {
          page.add("<td></td>");
        } else {
          cell(score);
        }
      }
      page.add("</tr>");
    }
    page.add("</tbody></table>\n");
  }

  private void cell(Score score) {
    page.add("<td>").add(Numbers.score(score.region())).add(" / ");
    page.add(Numbers.score(score.contour())).add("</td>");
  }

  private void pictures() {
    Map<String, List<Strip>> bySequence = new LinkedHashMap<>();
    strips.forEach(s -> bySequence.computeIfAbsent(s.sequence(), k -> new ArrayList<>()).add(s));
    for (Map.Entry<String, List<Strip>> sequence : bySequence.entrySet()) {
      page.add("<h3>").text(sequence.getKey()).add("</h3>");
      for (Strip strip : sequence.getValue()) {
        page.strip(caption(strip), strip.sequence(), read(strip.file()));
      }
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new EngramException(file + ": cannot be read. Remove the run's pictures.", e);
    }
  }

  private String caption(Strip strip) {
    String scored =
        validations.stream()
            .filter(v -> v.iteration() == strip.iteration())
            .flatMap(v -> Optional.ofNullable(v.sequences().get(strip.sequence())).stream())
            .map(s -> ", J " + Numbers.score(s.region()) + ", F " + Numbers.score(s.contour()))
            .findFirst()
            .orElse("");
    return "after " + Numbers.whole(strip.iteration()) + " iterations" + scored;
  }

  private void starts() {
    page.add("<h2>Starts</h2><table><thead><tr><th>at iteration</th><th>time</th>");
    page.add("<th>version</th><th>device</th><th>threads</th><th>configuration</th>");
    page.add("</tr></thead><tbody>");
    for (Start start : starts) {
      page.add("<tr><td>").add(Numbers.whole(start.iteration())).add("</td><td>");
      page.add(Html.escape(start.time())).add("</td><td>");
      page.add(Html.escape(start.version())).add("</td><td>");
      page.add(Html.escape(start.device())).add("</td><td>").add(Integer.toString(start.threads()));
      page.add("</td><td><code>").add(Html.escape(start.configuration()));
      page.add("</code></td></tr>");
    }
    page.add("</tbody></table>\n");
  }
}
