package dev.engram.bench;

import dev.engram.SegmenterOptions;
import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.StateDict;
import dev.engram.tensor.Precision;
import dev.engram.tensor.TorchRuntime;
import dev.engram.train.PublishedXMem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole beside others, in one go: prints a table, writes it as a page with plots. */
@Command(
    name = "side-by-side",
    mixinStandardHelpOptions = true,
    description = "Times Engram beside the same network as TorchScript, frame by frame in turn.")
public final class SideBySide implements Callable<Integer> {
  @Option(names = "--threads", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "2")
  private int threads;

  @Option(
      names = "--models",
      split = ",",
      defaultValue = "engram-s,full",
      description = "Of engram-s, full (XMem's published size, random weights), or a file.")
  private List<String> models = List.of();

  @Option(names = "--sizes", split = ",", defaultValue = "240,480,720")
  private List<Integer> sizes = List.of();

  @Option(names = "--objects", split = ",", defaultValue = "1,5")
  private List<Integer> objects = List.of();

  @Option(names = "--frames", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}.")
  private int frames;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "What a race may take beyond its first 24 frames. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--long",
      defaultValue = "5000",
      description = "Frames of the long run at 480p; 0 for none. Default: ${DEFAULT-VALUE}.")
  private int longFrames;

  @Option(
      names = "--reference",
      paramLabel = "FOLDER",
      description = "A checkout of XMem, timed by Python with torch.")
  private @Nullable Path reference;

  @Option(names = "--launcher", description = "The engram command, to time its start.")
  private @Nullable Path launcher;

  @Option(names = "--page", defaultValue = "side-by-side.html")
  private Path page = Path.of("side-by-side.html");

  private final PrintStream out = System.out;

  /** Runs it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SideBySide()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    TorchRuntime.setThreads(threads);
    double roof32 = Roof.of(Precision.FP32);
    double roof16 = Roof.of(Precision.BF16);
    out.printf(
        Locale.ROOT,
        "roof: a 3x3 convolution of 256 channels reaches %.0f GFLOP/s in fp32, %.0f in bf16%n",
        roof32,
        roof16);
    BenchPage report = new BenchPage(threads, roof32, roof16);
    // first, so that what is resident is this session's
    if (longFrames > 0) {
      MovingSquares clip = new MovingSquares(854, 480, 1);
      LongRun run = LongRun.of(Models.read("engram-s"), Precision.BF16, clip, longFrames);
      report.add(run);
      out.println(BenchPage.summary(run));
    }
    for (String model : models) {
      StateDict weights = model.equals("full") ? PublishedXMem.random(1) : Models.read(model);
      for (int size : sizes) {
        for (int count : objects) {
          race(report, model, weights, size, count);
        }
      }
    }
    if (launcher != null) {
      for (StartUp start : StartUp.of(launcher, threads)) {
        out.println(start);
        report.add(start);
      }
    }
    report.write(page);
    out.println("the page is " + page);
    return 0;
  }

  private void race(BenchPage report, String model, StateDict weights, int size, int count)
      throws Exception {
    // 16:9 as DAVIS has it: 480 x 854
    int width = Math.round(size * 854 / 480f);
    int paddedWidth = (width + 15) / 16 * 16;
    MovingSquares clip = new MovingSquares(width, size, count);
    int memEvery =
        Integer.parseInt(
            weights
                .metadata()
                .getOrDefault("mem_every", "" + SegmenterOptions.defaults().memEvery()));
    TorchScriptXMem network = TorchScriptXMem.of(weights, size, paddedWidth);
    List<Supplier<Contestant>> makers = new ArrayList<>();
    makers.add(() -> new EngramContestant(weights, Precision.FP32, clip));
    makers.add(() -> new EngramContestant(weights, Precision.BF16, clip));
    makers.add(() -> new TorchScriptContestant(weights, network, memEvery, clip));
    Race.Times times = Race.run(makers, frames, seconds);
    double gflop = count > 1 ? 0 : network.gflop(memEvery);
    List<BenchPage.Row> rows = new ArrayList<>();
    for (Map.Entry<String, double[]> entry : times.seconds().entrySet()) {
      double median = times.median(entry.getKey(), memEvery);
      rows.add(
          new BenchPage.Row(
              model, size, count, entry.getKey(), entry.getValue().length, median, gflop / median));
    }
    if (reference != null && count == 1) {
      double median = PythonReference.time(reference, size, width, threads);
      rows.add(new BenchPage.Row(model, size, count, "XMem in Python", 40, median, gflop / median));
    }
    rows.forEach(row -> out.println(row.line()));
    report.add(rows, times);
  }
}
