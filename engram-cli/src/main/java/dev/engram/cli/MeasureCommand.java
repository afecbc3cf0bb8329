package dev.engram.cli;

import dev.engram.eval.ClassSplit;
import dev.engram.eval.Protocol;
import dev.engram.eval.ResultScorer;
import dev.engram.eval.Scores;
import dev.engram.eval.report.FramePictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      names = "--match",
      description = "Labels of the results mean nothing; match them (unsupervised DAVIS).")
  private boolean match;

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

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private ScoreOutput output;

  @Option(
      names = "--pictures",
      paramLabel = "FOLDER",
      description = "The frames, laid out as the truth, for the report's pictures.")
  private @Nullable Path pictures;

  @Override
  public Integer call() {
    Optional<ClassSplit> classes = output.classes(Optional.empty());
    Scores scores =
        ResultScorer.score(
            truth, predicted, new Protocol(frames, merge, match, voidLabel), sequences);
    return output.finish(
        spec.commandLine(),
        scores,
        classes,
        json,
        new ScoreOutput.About(predicted.toString(), List.of(), ""),
        new FramePictures(
            video -> Optional.ofNullable(pictures).map(folder -> inside(folder, video)),
            video -> Optional.of(inside(truth, video)),
            video -> inside(predicted, video),
            frame -> frame));
  }

  /** A single video has no folder of its own. */
  private static Path inside(Path folder, String video) {
    Path own = folder.resolve(video);
    return Files.isDirectory(own) ? own : folder;
  }
}
