package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.StateDict;
import dev.engram.eval.Benchmark;
import dev.engram.eval.FrameChoice;
import dev.engram.eval.InteractiveFiles;
import dev.engram.eval.InteractiveRun;
import dev.engram.eval.InteractiveScores;
import dev.engram.eval.InteractiveVideo;
import dev.engram.eval.page.Numbers;
import dev.engram.eval.report.InteractiveReport;
import dev.engram.eval.report.ScoreReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code engram interactive}: how good masks get with the time that goes into corrections. */
@Command(
    name = "interactive",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Runs the protocol of DAVIS interactive: round after round a robot gives the true mask of"
            + " one more frame and the video is segmented anew. Run again, it goes on with the"
            + " first video that is not done.")
final class InteractiveCommand implements Callable<Integer> {
  private static final double TOLD_AT_SECONDS = 60;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private BenchmarkOptions videos;

  @Option(
      names = "--rounds",
      defaultValue = "8",
      paramLabel = "N",
      description = "The most masks of a video. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      paramLabel = "S",
      description =
          "What a round may take for each object; rounds that end after all rounds' time do not"
              + " count. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--choose",
      defaultValue = "worst",
      paramLabel = "HOW",
      description =
          "The frame given next: worst (by J), uniform (the last, then the middle of the longest gap)"
              + " or random. The first is the first with an object. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private FrameChoice choice;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "Of --choose random. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "A page with J&F over time and by round.")
  private @Nullable Path report;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private NetworkOptions network;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Benchmark benchmark = Benchmark.named(videos.dataset);
    network.check();
    InteractiveRun run =
        InteractiveRun.open(
            benchmark,
            videos.data,
            videos.split,
            videos.sequences,
            videos.out,
            new InteractiveRun.Robot(choice, rounds, seconds, seed));
    String model = SegmentCommand.nameOf(videos.model);
    StateDict weights = Models.read(model);
    String checksum = weights.checksum();
    InteractiveScores scores;
    String description;
    try (Interruption interruption = new Interruption(err, BenchmarkOptions.GIVEN_UP);
        Engram engram = network.load(weights)) {
      description = String.format("%s: %s, weights %s", model, engram.description(), checksum);
      scores =
          run.run(
              engram,
              checksum,
              network.segmenterOptions(benchmark.options(engram.defaultOptions())),
              new Lines(err, interruption));
    }
    InteractiveFiles.write(videos.out.resolve("interactive.json"), scores, TOLD_AT_SECONDS);
    if (report != null) {
      String title =
          String.format(
              "%s %s, %s frame given",
              benchmark.label(), videos.split, choice.name().toLowerCase(Locale.ROOT));
      InteractiveReport.write(
          report,
          scores,
          TOLD_AT_SECONDS,
          new ScoreReport.Facts(
              title, List.of(), ReportDetails.of(spec.commandLine(), description)));
    }
    print(spec.commandLine().getOut(), scores);
    return 0;
  }

  private static void print(PrintWriter out, InteractiveScores scores) {
    out.printf("%5s  %8s  %5s%n", "round", "seconds", "J&F");
    List<InteractiveScores.Bend> curve = scores.curve();
    for (int round = 1; round < curve.size(); round++) {
      InteractiveScores.Bend bend = curve.get(round);
      String quality = Numbers.percent(bend.quality());
      out.printf(Locale.ROOT, "%5d  %8.1f  %5s%n", round, bend.seconds(), quality);
    }
    out.println("AUC " + Numbers.percent(scores.areaUnderCurve()));
    String told = Numbers.percent(scores.at(TOLD_AT_SECONDS));
    out.printf(Locale.ROOT, "J&F at %.0f s %s%n", TOLD_AT_SECONDS, told);
    out.flush();
  }

  private static final class Lines extends VideoProgress implements InteractiveRun.Monitor {
    Lines(PrintWriter err, Interruption interruption) {
      super(err, interruption, new ProcessMemory());
    }

    @Override
    public void onRound(String video, int number, InteractiveVideo.Round round) {
      next(
          String.format(
              Locale.ROOT,
              "%s, round %d: mask of %s, J&F %s, %.1f s in all",
              video,
              number,
              round.frame(),
              Numbers.percent(round.mean()),
              round.seconds()));
    }
  }
}
