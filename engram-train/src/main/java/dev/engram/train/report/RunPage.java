package dev.engram.train.report;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.train.report.LogEntry.Progress;
import dev.engram.train.report.LogEntry.Score;
import dev.engram.train.report.LogEntry.Scores;
import dev.engram.train.report.LogEntry.Start;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
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
  private final StringBuilder html = new StringBuilder();

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
   * @throws EngramException if it cannot be written; names the file
   */
  public static void write(Path target, Facts facts, List<LogEntry> entries, List<Strip> strips) {
    AtomicFile.write(
        target,
        out ->
            out.write(
                new RunPage(facts, entries, strips).render().getBytes(StandardCharsets.UTF_8)));
  }

  private String render() throws IOException {
    String name = Html.escape(facts.name());
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.append("<title>").append(name).append("</title>\n<style>").append(resource("page.css"));
    html.append("</style></head>\n<body><main>\n<h1>").append(name).append("</h1>\n");
    tiles();
    html.append("<section class=\"charts\">");
    new RunCharts(progress, validations).html().forEach(html::append);
    html.append("</section>\n");
    if (!validations.isEmpty()) {
      scores();
      pictures();
    }
    starts();
    html.append("<h2>Configuration</h2><pre>").append(Html.escape(facts.configuration()));
    html.append("</pre>\n</main>\n<script>").append(resource("page.js"));
    return html.append("</script></body></html>\n").toString();
  }

  private static String resource(String name) {
    try (InputStream in = RunPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tiles() {
    html.append("<section class=\"tiles\">");
    if (!progress.isEmpty()) {
      Progress last = progress.get(progress.size() - 1);
      List<Progress> recent = progress.subList(Math.max(0, progress.size() - 20), progress.size());
      double loss = recent.stream().mapToDouble(Progress::loss).average().orElse(0);
      double speed = recent.stream().mapToDouble(Progress::imagesPerSecond).average().orElse(0);
      double trained = progress.stream().mapToDouble(p -> p.count() * p.seconds().total()).sum();
      double validated = validations.stream().mapToDouble(Scores::seconds).sum();
      double part = 100.0 * last.iteration() / facts.iterations();
      tile("iterations", Numbers.whole(last.iteration()), percent(part, facts.iterations()));
      tile("loss", Numbers.brief(loss), "mean of the last " + 10 * recent.size());
      bestTile();
      tile("images a second", Numbers.brief(speed), "of the last " + 10 * recent.size());
      tile("time", Numbers.duration(trained), "and validation " + Numbers.duration(validated));
    }
    html.append("</section>\n");
  }

  private static String percent(double part, long iterations) {
    return String.format(Locale.ROOT, "%.0f %% of %s", part, Numbers.whole(iterations));
  }

  private void bestTile() {
    Optional<Scores> best = RunLog.best(validations);
    if (best.isPresent()) {
      String at = "best, at " + Numbers.whole(best.get().iteration());
      tile("J&F", Numbers.score(best.get().mean().both()), at);
    }
  }

  private void tile(String name, String value, String note) {
    html.append("<div><span>").append(Html.escape(name)).append("</span><b>").append(value);
    html.append("</b><small>").append(Html.escape(note)).append("</small></div>");
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
    html.append("<h2>Validation</h2><table><thead><tr><th>J / F</th>");
    shown.forEach(
        (iteration, scores) -> {
          html.append("<th>").append(Numbers.whole(iteration));
          html.append(iteration == best ? " (best)</th>" : "</th>");
        });
    html.append("</tr></thead><tbody><tr class=\"mean\"><th>mean</th>");
    shown.values().forEach(scores -> cell(scores.mean()));
    html.append("</tr>");
    for (String name : validations.get(validations.size() - 1).sequences().keySet()) {
      html.append("<tr><th>").append(Html.escape(name)).append("</th>");
      for (Scores scores : shown.values()) {
        Score score = scores.sequences().get(name);
        if (score == null) {
          html.append("<td></td>");
        } else {
          cell(score);
        }
      }
      html.append("</tr>");
    }
    html.append("</tbody></table>\n");
  }

  private void cell(Score score) {
    html.append("<td>").append(Numbers.score(score.region())).append(" / ");
    html.append(Numbers.score(score.contour())).append("</td>");
  }

  private void pictures() throws IOException {
    Map<String, List<Strip>> bySequence = new LinkedHashMap<>();
    strips.forEach(s -> bySequence.computeIfAbsent(s.sequence(), k -> new ArrayList<>()).add(s));
    for (Map.Entry<String, List<Strip>> sequence : bySequence.entrySet()) {
      html.append("<h3>").append(Html.escape(sequence.getKey())).append("</h3>");
      for (Strip strip : sequence.getValue()) {
        html.append("<figure class=\"strip\"><figcaption>").append(caption(strip));
        html.append("</figcaption><img alt=\"").append(Html.escape(strip.sequence()));
        html.append("\" src=\"data:image/jpeg;base64,");
        html.append(Base64.getEncoder().encodeToString(Files.readAllBytes(strip.file())));
        html.append("\"></figure>\n");
      }
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
    html.append("<h2>Starts</h2><table><thead><tr><th>at iteration</th><th>time</th>");
    html.append("<th>version</th><th>device</th><th>threads</th><th>configuration</th>");
    html.append("</tr></thead><tbody>");
    for (Start start : starts) {
      html.append("<tr><td>").append(Numbers.whole(start.iteration())).append("</td><td>");
      html.append(Html.escape(start.time())).append("</td><td>");
      html.append(Html.escape(start.version())).append("</td><td>");
      html.append(Html.escape(start.device())).append("</td><td>").append(start.threads());
      html.append("</td><td><code>").append(Html.escape(start.configuration()));
      html.append("</code></td></tr>");
    }
    html.append("</tbody></table>\n");
  }
}
