package dev.engram.cli;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.eval.clicks.ClickExperiment;
import dev.engram.eval.clicks.ClickFiles;
import dev.engram.eval.clicks.ClickResult;
import dev.engram.eval.clicks.ClickSummary;
import dev.engram.eval.page.Numbers;
import dev.engram.interact.PromptSegmenter;
import dev.engram.interact.PromptSegmenters;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code engram experiment clicks}: quality against the number of clicks. */
@Command(
    name = "clicks",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Clicks on the largest object of each image as a user would, each time in the middle of the"
            + " largest region that is wrong.")
final class ClickExperimentCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--images", required = true, paramLabel = "FOLDER", description = "Images.")
  @SuppressWarnings("NullAway.Init")
  private Path images;

  @Option(
      names = "--masks",
      required = true,
      paramLabel = "FOLDER",
      description = "Their true masks, PNG files of the same names.")
  @SuppressWarnings("NullAway.Init")
  private Path masks;

  @Option(
      names = "--max-clicks",
      defaultValue = "5",
      paramLabel = "N",
      description = "On each object. Default: ${DEFAULT-VALUE}.")
  private int maxClicks;

  @Option(
      names = "--count",
      defaultValue = "0",
      paramLabel = "N",
      description = "Take so many images, evenly spaced. Default: all.")
  private int count;

  @Option(
      names = "--part",
      defaultValue = "all",
      description = "Which images: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private ClickExperiment.Part part;

  @Option(
      names = "--method",
      defaultValue = "walk",
      paramLabel = "NAME",
      description =
          "walk, grabcut, or the name of a folder with an ONNX encoder and decoder. Default:"
              + " ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private String method;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FOLDER",
      description = "For the results as JSON.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    List<Path> files = ClickExperiment.images(images, part, count);
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new EngramException(
          out + ": cannot be made (" + AtomicFile.reason(e) + "). Choose another folder.", e);
    }
    List<ClickResult> results;
    String description;
    try (Interruption interruption = new Interruption(err, "the next image. Nothing is written.");
        PromptSegmenter segmenter = PromptSegmenters.open(method)) {
      description = segmenter.description();
      VideoProgress progress = new VideoProgress(err, interruption, new ProcessMemory()) {};
      results = new ClickExperiment(segmenter, maxClicks).run(files, masks, progress);
    }
    ClickFiles.write(out.resolve("clicks.json"), description, results);
    print(spec.commandLine().getOut(), description, ClickSummary.of(results));
    return 0;
  }

  private static void print(PrintWriter out, String method, ClickSummary summary) {
    out.printf("%s, %d objects%n", method, summary.objects());
    out.printf("%8s  %5s%n", "clicks", "J");
    for (int k = 0; k < summary.region().size(); k++) {
      out.printf("%8d  %5s%n", k + 1, Numbers.percent(summary.region().get(k)));
    }
    out.printf(
        Locale.ROOT,
        "NoC@85 %.2f; first click %.0f ms, each further %.0f ms (medians)%n",
        summary.clicksTo85(),
        summary.firstMillis(),
        summary.clickMillis());
    out.flush();
  }
}
