package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.eval.Benchmark;
import dev.engram.eval.BenchmarkRun;
import dev.engram.eval.ClassSplit;
import dev.engram.eval.Repeats;
import dev.engram.eval.ScoreFiles;
import dev.engram.eval.Scores;
import dev.engram.eval.report.FramePictures;
import dev.engram.eval.report.ScoreReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code engram evaluate}: a whole benchmark from its folders to its scores. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Segments all videos of a benchmark and scores them where the truth is there; run again,"
            + " it goes on with the first video that is not done.")
final class EvaluateCommand implements Callable<Integer> {
  private static final String SCORES = "scores.json";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private BenchmarkOptions videos;

  @Option(names = "--flip", description = "Swap left and right for the network.")
  private boolean flip;

  @Option(
      names = "--save-scores",
      description = "Also write Scores/VIDEO/FRAME.npz, for 'engram merge'.")
  private boolean saveScores;

  @Option(
      names = "--repeat",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Run N times with memory frames at evenly spaced offsets, and tell mean and standard"
              + " deviation, as papers do of Long-Time Video. Default: ${DEFAULT-VALUE}.")
  private int repeat;

  @Option(
      names = "--extend",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Play each video N times, forth and back in turn (Long-Time Video 3x). Default:"
              + " ${DEFAULT-VALUE}.")
  private int plays;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private ScoreOutput output;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private NetworkOptions network;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Benchmark benchmark = Benchmark.named(videos.dataset);
    network.check();
    Optional<ClassSplit> asked = output.classes(Optional.empty());
    BenchmarkRun run =
        BenchmarkRun.open(
            benchmark,
            videos.data,
            videos.split,
            videos.sequences,
            videos.out,
            new BenchmarkRun.Forms(flip, saveScores, plays));
    if (plays > 1 && run.withTruth() < run.size()) {
      throw new EngramException(
          "--extend "
              + plays
              + ": some videos have no truth, and no server takes such masks. Leave"
              + " it out, or name videos with a truth by --sequences.");
    }
    String model = SegmentCommand.nameOf(videos.model);
    StateDict weights = Models.read(model);
    String checksum = weights.checksum();
    List<BenchmarkRun> runs = new ArrayList<>();
    List<BenchmarkRun.Timing> timings = new ArrayList<>();
    String description;
    ProcessMemory memory = new ProcessMemory();
    try (Interruption interruption = new Interruption(err, BenchmarkOptions.GIVEN_UP);
        Engram engram = network.load(weights)) {
      description = String.format("%s: %s, weights %s", model, engram.description(), checksum);
      SegmenterOptions usual = network.segmenterOptions(benchmark.options(engram.defaultOptions()));
      for (SegmenterOptions options : Repeats.options(usual, repeat)) {
        BenchmarkRun next =
            repeat == 1 ? run : run.into(videos.out.resolve("offset-" + options.memOffset()));
        runs.add(next);
        Lines lines = new Lines(err, interruption, memory);
        timings.addAll(next.run(engram, checksum, options, lines));
      }
    }
    long frames = timings.stream().mapToLong(BenchmarkRun.Timing::frames).sum();
    double seconds = timings.stream().mapToDouble(BenchmarkRun.Timing::seconds).sum();
    double rate = frames / Math.max(1e-9, seconds);
    err.printf(
        Locale.ROOT,
        "%d videos, %d frames, %.2f frames a second; masks are in %s%n",
        run.size(),
        frames,
        rate,
        repeat == 1 ? run.results() : videos.out);
    err.flush();
    if (run.withTruth() < run.size()) {
      runs.forEach(r -> err.println("for the evaluation server: " + r.writeZip()));
      err.flush();
    }
    if (run.withTruth() == 0) {
      return 0;
    }
    List<ScoreReport.Tile> tiles = new ArrayList<>();
    tiles.add(
        new ScoreReport.Tile(
            "frames a second",
            String.format(Locale.ROOT, "%.2f", rate),
            String.format(Locale.ROOT, "%,d frames", frames)));
    tiles.add(
        new ScoreReport.Tile(
            "memory",
            String.format(Locale.ROOT, "%,d MB", memory.peakBytes() >> 20),
            "at most, this process"));
    BenchmarkRun shown = runs.get(0);
    return output.finish(
        spec.commandLine(),
        score(runs, tiles),
        asked.or(run::classes),
        videos.out.resolve(SCORES),
        new ScoreOutput.About(benchmark.label() + " " + videos.split, tiles, description),
        new FramePictures(
            run::frames, run::truth, video -> shown.results().resolve(video), run::fileName));
  }

  /** The scores of the only run, or the mean of all, whose own scores are written beside them. */
  private Scores score(List<BenchmarkRun> runs, List<ScoreReport.Tile> tiles) {
    if (runs.size() == 1) {
      return runs.get(0).score();
    }
    List<Scores> all = new ArrayList<>();
    for (BenchmarkRun run : runs) {
      all.add(run.score());
      ScoreFiles.writeJson(
          run.results().resolveSibling(SCORES), all.get(all.size() - 1), Optional.empty());
    }
    Repeats repeats = new Repeats(all);
    Scores mean = repeats.mean();
    ScoreTable.print(spec.commandLine().getOut(), repeats);
    tiles.add(
        0,
        new ScoreReport.Tile(
            "J&F over " + runs.size() + " runs",
            ScoreTable.spread(repeats.spread(Scores::mean)),
            "mean and deviation, memory frames offset"));
    return mean;
  }

  private static final class Lines extends VideoProgress implements BenchmarkRun.Monitor {
    Lines(PrintWriter err, Interruption interruption, ProcessMemory memory) {
      super(err, interruption, memory);
    }

    @Override
    public void onVideo(String name, int number, int count) {
      next(String.format("%s (%d of %d)", name, number, count));
    }
  }
}
