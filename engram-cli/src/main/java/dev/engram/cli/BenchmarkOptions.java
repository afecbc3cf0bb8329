package dev.engram.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which videos of which data set are run with which model, for all commands that run benchmarks.
 */
final class BenchmarkOptions {
  /** What an interruption waits for. */
  static final String GIVEN_UP = "the next frame. Run again to go on with its video.";

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description =
          "davis2016, davis2017, youtube2018, youtube2019, lvos, mose, long-video or generic.")
  @SuppressWarnings("NullAway.Init")
  String dataset;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER",
      description = "The data set as it is published: JPEGImages, Annotations and its lists.")
  @SuppressWarnings("NullAway.Init")
  Path data;

  @Option(
      names = "--split",
      defaultValue = "val",
      paramLabel = "NAME",
      description = "Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  String split;

  @Option(
      names = "--sequences",
      split = ",",
      paramLabel = "NAME",
      description = "Videos to take, separated by commas. Default: all of the split.")
  List<String> sequences = List.of();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FOLDER",
      description = "For Annotations/VIDEO/FRAME.png and the scores as JSON.")
  @SuppressWarnings("NullAway.Init")
  Path out;

  @Option(names = "--model", paramLabel = "NAME|FILE", description = "As in 'engram segment'.")
  @Nullable String model;
}
