package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import dev.engram.eval.AnnotatedVideo;
import dev.engram.eval.page.Numbers;
import dev.engram.eval.references.ReferenceFiles;
import dev.engram.eval.references.ReferenceMonitor;
import dev.engram.eval.references.ReferenceResult;
import dev.engram.eval.references.ReferenceSummary;
import dev.engram.eval.report.ReferenceReport;
import dev.engram.eval.report.ScoreReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all experiments take and give: videos and a model in; a table, a file and a page out. */
final class ExperimentOptions {
  private static final String GIVEN_UP = "the next frame. Nothing is written.";

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--images",
      paramLabel = "FOLDER|VIDEO",
      description = "The frames of one video: a folder of images, or a video file.")
  private @Nullable String images;

  @Option(
      names = "--masks",
      paramLabel = "FOLDER",
      description = "Its true masks, of all frames or of some.")
  private @Nullable Path masks;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "Instead of --images and --masks, several videos: JPEGImages/VIDEO and"
              + " Annotations/VIDEO.")
  private @Nullable Path data;

  @Option(
      names = "--split",
      defaultValue = "val",
      paramLabel = "NAME",
      description = "Of --data, if ImageSets has a list. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private String split;

  @Option(
      names = "--sequences",
      split = ",",
      paramLabel = "NAME",
      description = "Videos of --data to take, separated by commas. Default: all of the split.")
  private List<String> sequences = List.of();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FOLDER",
      description = "For the results as JSON and as a page.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Option(names = "--model", paramLabel = "NAME|FILE", description = "As in 'engram segment'.")
  private @Nullable String model;

  /** An experiment on some videos. */
  @FunctionalInterface
  interface Experiment {
    List<ReferenceResult> run(
        List<AnnotatedVideo.Place> places,
        Engram engram,
        SegmenterOptions options,
        ReferenceMonitor monitor);
  }

  /**
   * Runs an experiment, writes {@code NAME.json} and {@code NAME.html}, and prints a table.
   *
   * @param title of the page
   */
  void run(NetworkOptions network, String name, String title, Experiment experiment) {
    PrintWriter err = spec.commandLine().getErr();
    network.check();
    List<AnnotatedVideo.Place> places = places();
    // before anything else, as an experiment takes long
    Folders.make(out);
    String modelName = SegmentCommand.nameOf(model);
    StateDict weights = Models.read(modelName);
    List<ReferenceResult> results;
    String description;
    try (Interruption interruption = new Interruption(err, GIVEN_UP);
        Engram engram = network.load(weights)) {
      description =
          String.format("%s: %s, weights %s", modelName, engram.description(), weights.checksum());
      results =
          experiment.run(
              places,
              engram,
              network.segmenterOptions(engram.defaultOptions()),
              new Lines(err, interruption));
    }
    ReferenceFiles.write(out.resolve(name + ".json"), results);
    String videos =
        places.stream().map(AnnotatedVideo.Place::name).collect(Collectors.joining(", "));
    ReferenceReport.write(
        out.resolve(name + ".html"),
        results,
        new ScoreReport.Facts(
            title + ": " + (places.size() > 3 ? places.size() + " videos" : videos),
            List.of(),
            ReportDetails.of(spec.commandLine(), description)));
    print(spec.commandLine().getOut(), ReferenceSummary.of(results));
  }

  private List<AnnotatedVideo.Place> places() {
    if (data != null && images == null && masks == null) {
      return AnnotatedVideo.Place.in(data, split, sequences);
    }
    if (data == null && images != null && masks != null) {
      return List.of(AnnotatedVideo.Place.of(images, masks));
    }
    throw new EngramException("Give --images and --masks of one video, or --data of several.");
  }

  private static void print(PrintWriter out, List<ReferenceSummary> rows) {
    out.printf(
        "%-14s  %10s  %11s  %11s  %5s  %5s  %9s  %8s  %s%n",
        "method", "references", "J", "F", "J all", "F all", "s a frame", "elements", "exact");
    for (ReferenceSummary row : rows) {
      out.printf(
          Locale.ROOT,
          "%-14s  %10d  %11s  %11s  %5s  %5s  %9.3f  %8d  %s%n",
          row.method(),
          row.count(),
          spread(row.region().mean(), row.region().deviation()),
          spread(row.contour().mean(), row.contour().deviation()),
          Numbers.percent(row.regionOfAll()),
          Numbers.percent(row.contourOfAll()),
          row.secondsPerFrame(),
          row.permanentElements(),
          row.exact() ? "yes" : "no");
    }
    out.flush();
  }

  private static String spread(double mean, double deviation) {
    return Numbers.percent(mean) + (deviation > 0 ? " +- " + Numbers.percent(deviation) : "");
  }

  private static final class Lines extends VideoProgress implements ReferenceMonitor {
    Lines(PrintWriter err, Interruption interruption) {
      super(err, interruption, new ProcessMemory());
    }

    @Override
    public void onResult(ReferenceResult result) {
      next(
          String.format(
              Locale.ROOT,
              "%s, %s, references %s: J %s, F %s",
              result.video(),
              result.method(),
              result.references(),
              Numbers.percent(result.region()),
              Numbers.percent(result.contour())));
    }
  }
}
