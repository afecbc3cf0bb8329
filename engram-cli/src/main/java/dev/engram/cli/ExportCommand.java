package dev.engram.cli;

import dev.engram.common.EngramException;
import dev.engram.export.ExportFormat;
import dev.engram.export.ExportInput;
import dev.engram.export.ExportJob;
import dev.engram.export.ExportMonitor;
import dev.engram.export.ExportOptions;
import dev.engram.export.ExportSummary;
import dev.engram.mask.HexColour;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram export}: results in the forms of other programs. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Writes the results of a project, or of a video with its masks, for others.",
    footer = {
      "",
      "Examples:",
      "  engram export chair.engram -f rgba",
      "  engram export chair.engram -f layer --layer title.png -o title.mp4",
      "  engram export clip.mp4 -m out/ -f coco -o chair.json",
      "  engram export --formats"
    })
final class ExportCommand implements Callable<Integer> {
  private static final String GIVEN_UP =
      "the next frame. Nothing was written, but a hidden file may be left beside the target.";

  private static final Set<ExportFormat> VIDEOS =
      EnumSet.of(ExportFormat.OVERLAY, ExportFormat.RGBA, ExportFormat.GREEN, ExportFormat.LAYER);

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PROJECT|VIDEO",
      description = "A project folder; or a video file or a folder of images, with --masks.")
  private @Nullable String input;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description =
          "masks, binary, mattes, overlay, rgba, rgba-png, green, layer, coco, youtube-vis or"
              + " cvat; --formats says what each is.")
  private @Nullable String format;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER|FILE",
      description = "Where it goes. Default, of a project only: PROJECT/exports/FORMAT.")
  private @Nullable Path out;

  @Option(
      names = {"-m", "--masks"},
      paramLabel = "FOLDER",
      description =
          "The masks; of a project, its results, if they are not in its masks folder. Masks of"
              + " references come from the project in any case.")
  private @Nullable Path masks;

  @Option(names = "--from", paramLabel = "N", description = "First frame, counted from 0.")
  private long from;

  @Option(names = "--to", paramLabel = "N", description = "Last frame, itself included.")
  private @Nullable Long to;

  @Option(
      names = "--objects",
      split = ",",
      paramLabel = "N",
      description = "Labels of the objects to export, such as 1,3. Default: all.")
  private List<Integer> objects = new ArrayList<>();

  @Option(
      names = "--hard-edges",
      description = "rgba, rgba-png, green, layer: objects end where their masks do.")
  private boolean hardEdges;

  @Option(
      names = "--bits",
      paramLabel = "8|16",
      defaultValue = "8",
      description = "mattes: bits a pixel. Default: ${DEFAULT-VALUE}.")
  private int bits;

  @Option(
      names = "--alpha",
      paramLabel = "X",
      defaultValue = "0.5",
      description = "overlay: how much of the colours, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double alpha;

  @Option(
      names = "--colour",
      paramLabel = "RRGGBB",
      defaultValue = "00b140",
      description = "green: the colour of the screen. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private String colour;

  @Option(
      names = "--layer",
      paramLabel = "FILE",
      description =
          "layer: the picture or video behind the objects; it is scaled to cover the frame. A PNG's"
              + " alpha is kept.")
  private @Nullable Path layer;

  @Option(
      names = "--crowd",
      description =
          "coco: say iscrowd 1, as COCO has it for run lengths. Evaluations then ignore them.")
  private boolean crowd;

  @Option(names = "--force", description = "Write over what is there.")
  private boolean force;

  @Option(names = "--formats", description = "List the formats and stop.")
  private boolean list;

  @Option(names = "--json", description = "Print a summary as JSON on standard output.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    if (list) {
      printFormats(spec.commandLine().getOut());
      return 0;
    }
    if (input == null) {
      throw new EngramException("PROJECT: missing. Give a project, or a video with --masks.");
    }
    if (format == null) {
      throw new EngramException("--format: missing. 'engram export --formats' lists them.");
    }
    ExportFormat chosen = ExportFormat.of(format);
    ExportOptions options = options();
    ProjectInput project = ProjectInput.of(input);
    Path target = target(project, chosen);
    if (chosen == ExportFormat.LAYER && layer == null) {
      throw new EngramException("--layer: missing. Give the picture or video to put between.");
    }
    ExportInput source = open(project, input);
    ExportSummary summary;
    try (Interruption interruption = new Interruption(err, GIVEN_UP)) {
      ProgressDisplay progress =
          new ProgressDisplay(err, ProgressDisplay.onTerminal(), new ProcessMemory());
      try {
        summary =
            new ExportJob(source, chosen, options)
                .run(target, watch(interruption, quiet ? null : progress));
      } finally {
        progress.finish();
      }
    }
    if (json) {
      spec.commandLine().getOut().println(ExportJson.of(input, summary));
      spec.commandLine().getOut().flush();
    }
    if (!quiet) {
      err.println(said(summary));
      err.flush();
    }
    return 0;
  }

  private static void printFormats(PrintWriter out) {
    for (ExportFormat each : ExportFormat.values()) {
      String what = each.kind() == ExportFormat.Kind.FOLDER ? "folder" : each.extension();
      out.printf("%-12s  %-6s  %s%n", each.id(), what, each.description());
    }
    out.flush();
  }

  private ExportOptions options() {
    return ExportOptions.builder()
        .frames(from, to == null ? Long.MAX_VALUE : to)
        .objects(new LinkedHashSet<>(objects))
        .force(force)
        .softEdges(!hardEdges)
        .matteBits(bits)
        .overlayAlpha(alpha)
        .screen(rgb(colour))
        .layer(layer)
        .crowd(crowd)
        .build();
  }

  private static int rgb(String text) {
    return HexColour.parse(text.startsWith("#") ? text : "#" + text)
        .orElseThrow(
            () ->
                new EngramException(
                    "--colour "
                        + text
                        + ": is no colour. Give red, green and blue as RRGGBB, as 00b140."));
  }

  private Path target(@Nullable ProjectInput project, ExportFormat chosen) {
    if (out != null) {
      if (project != null) {
        project.project().requireOutside(out);
      }
      return out;
    }
    if (project == null) {
      throw new EngramException("--out: missing. Give the folder or file to write.");
    }
    return project.project().folder().resolve("exports").resolve(chosen.id() + chosen.extension());
  }

  private ExportInput open(@Nullable ProjectInput project, String video) {
    if (project != null) {
      return ExportInput.of(project.project(), masks);
    }
    if (masks == null) {
      throw new EngramException(
          "--masks: missing, as " + video + " is no project. Give the folder of its masks.");
    }
    return ExportInput.of(video, masks);
  }

  private static ExportMonitor watch(
      Interruption interruption, @Nullable ProgressDisplay progress) {
    return new ExportMonitor() {
      @Override
      public void onFrame(long done, long total) {
        if (progress != null) {
          progress.show(done, total);
        }
      }

      @Override
      public boolean stopRequested() {
        return interruption.requested();
      }
    };
  }

  private static String said(ExportSummary summary) {
    boolean video = VIDEOS.contains(summary.format());
    String missing =
        summary.withoutMask() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %d had no mask and %s",
                summary.withoutMask(),
                video ? "are shown as without objects" : "were left out");
    return String.format(
        Locale.ROOT,
        "%d frames in %.1f s are in %s%s",
        summary.frames(),
        summary.seconds(),
        summary.target(),
        missing);
  }
}
