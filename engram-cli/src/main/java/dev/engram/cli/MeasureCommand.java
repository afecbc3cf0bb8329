package dev.engram.cli;

import dev.engram.eval.ObjectScore;
import dev.engram.eval.Protocol;
import dev.engram.eval.ResultScorer;
import dev.engram.eval.ScoreFiles;
import dev.engram.eval.Scores;
import dev.engram.eval.Statistics;
import dev.engram.eval.VideoScore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code engram measure}: scores results, whoever made them. */
@Command(
    name = "measure",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Scores masks against the truth: J and F as the DAVIS evaluation defines them.")
final class MeasureCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--truth",
      required = true,
      paramLabel = "FOLDER",
      description = "True masks: PNG files of one video, or a folder of them for each video.")
  @SuppressWarnings("NullAway.Init")
  private Path truth;

  @Option(
      names = "--predicted",
      required = true,
      paramLabel = "FOLDER",
      description = "The results, laid out alike.")
  @SuppressWarnings("NullAway.Init")
  private Path predicted;

  @Option(
      names = "--frames",
      defaultValue = "INNER",
      paramLabel = "inner|after_first|all",
      description = {
        "Which frames with a truth count. inner: all but the first and the last (DAVIS);",
        "after_first: those after an object's first (YouTube-VOS); all: every one",
        "(unsupervised DAVIS). Default: inner."
      })
  @SuppressWarnings("NullAway.Init")
  private Protocol.Frames frames;

  @Option(names = "--merge", description = "All objects count as one (DAVIS 2016).")
  private boolean merge;

  @Option(
      names = "--void",
      defaultValue = "-1",
      hideParamSyntax = true,
      paramLabel = "LABEL",
      description = "Pixels of the truth with this label do not count.")
  private int voidLabel;

  @Option(
      names = "--sequences",
      split = ",",
      paramLabel = "NAME",
      description = "Videos to score, separated by commas. Default: all of the truth.")
  private List<String> sequences = List.of();

  @Option(names = "--json", paramLabel = "FILE", description = "Every score of every frame.")
  private @Nullable Path json;

  @Option(names = "--csv", paramLabel = "FILE", description = "A line for each object.")
  private @Nullable Path csv;

  @Override
  public Integer call() {
    Scores scores =
        ResultScorer.score(truth, predicted, new Protocol(frames, merge, voidLabel), sequences);
    if (json != null) {
      ScoreFiles.writeJson(json, scores);
    }
    if (csv != null) {
      ScoreFiles.writeCsv(csv, scores);
    }
    if (!scores.videos().isEmpty()) {
      print(spec.commandLine().getOut(), scores);
    }
    PrintWriter err = spec.commandLine().getErr();
    scores.problems().forEach(problem -> err.println("engram: " + problem));
    err.flush();
    return scores.problems().isEmpty() ? 0 : Main.USER_ERROR;
  }

  private static void print(PrintWriter out, Scores scores) {
    int widest = scores.videos().stream().mapToInt(video -> video.name().length()).max().orElse(0);
    String layout = "%-" + Math.max(5, widest) + "s  %6s  %5s  %5s %6s %6s  %5s %6s %6s%n";
    out.printf(layout, "video", "object", "J&F", "J", "recall", "decay", "F", "recall", "decay");
    for (VideoScore video : scores.videos()) {
      for (ObjectScore object : video.objects()) {
        line(
            out,
            layout,
            video.name(),
            Integer.toString(object.object()),
            object.regionStatistics(),
            object.contourStatistics());
      }
    }
    line(out, layout, "mean", "", scores.region(), scores.contour());
    out.flush();
  }

  private static void line(
      PrintWriter out, String layout, String video, String object, Statistics j, Statistics f) {
    out.printf(
        layout,
        video,
        object,
        percent((j.mean() + f.mean()) / 2),
        percent(j.mean()),
        percent(j.recall()),
        percent(j.decay()),
        percent(f.mean()),
        percent(f.recall()),
        percent(f.decay()));
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f", 100 * part);
  }
}
