package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.FrameRange;
import dev.engram.JobMonitor;
import dev.engram.JobSummary;
import dev.engram.Outputs;
import dev.engram.SegmentationJob;
import dev.engram.SegmenterOptions;
import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.mask.MaskSet;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import dev.engram.video.PrefetchingSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram segment}: masks of all frames from the mask of one. */
@Command(
    name = "segment",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Segments a video, given the mask of its first frame (or of a few).",
    footer = {
      "",
      "Examples:",
      "  engram segment clip.mp4 --masks first.png --model XMem.pth -o out",
      "  engram segment frames/ -m masks/ --model XMem.pth -o out --overlay o.mp4",
      "  cat clip.mkv | engram segment - -m first.png --model XMem.pth -o out --json"
    })
final class SegmentCommand implements Callable<Integer> {
  private static final List<String> IMAGES =
      List.of(".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff");

  private static final String GIVEN_UP =
      "the next frame. The masks written so far are whole; run again for the others.";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      paramLabel = "INPUT",
      description = "A video file, a folder of images, an image, a URL, or - for standard input.")
  @SuppressWarnings("NullAway.Init")
  private String input;

  @Option(
      names = {"-m", "--masks"},
      required = true,
      paramLabel = "MASK",
      description =
          "A mask or a folder of them; may be repeated. Matched to frames by name or number."
              + " The first starts the segmentation, later ones add the objects new in them.")
  @SuppressWarnings("NullAway.Init")
  private List<Path> masks;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FOLDER",
      description = "Where the masks go, one PNG a frame under the frame's name.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description =
          "A checkpoint (.pth, .safetensors), or the name of a model; 'engram models' lists them."
              + " Default: the embedded one.")
  private @Nullable String model;

  @Option(names = "--start", paramLabel = "N", description = "First frame, counted from 0.")
  private long start;

  @Option(names = "--end", paramLabel = "N", description = "Last frame, itself included.")
  private @Nullable Long end;

  @Option(names = "--binary", description = "Write masks of 0 and 255, all objects together.")
  private boolean binary;

  @Option(
      names = "--save-probabilities",
      description = "Also write FOLDER/probabilities/NAME.npy: [1 + objects, height, width].")
  private boolean probabilities;

  @Option(
      names = "--overlay",
      paramLabel = "FILE|FOLDER",
      description = "Also show the masks over the frames: a video file, or a folder of JPEGs.")
  private @Nullable Path overlay;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private NetworkOptions network;

  @Option(names = "--json", description = "Print a summary as JSON on standard output.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more; a stack trace with an error.")
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  @Override
  public Integer call() {
    long started = System.nanoTime();
    network.check();
    FrameRange range = new FrameRange(start, end == null ? Long.MAX_VALUE : end);
    requireOwnFolder();
    PrintWriter err = spec.commandLine().getErr();
    ProcessMemory memory = new ProcessMemory();
    MaskSet maskSet = MaskSet.open(masks);
    StateDict weights = Models.read(nameOf(model));
    try (Interruption interruption = new Interruption(err, GIVEN_UP);
        FrameSource source = new PrefetchingSource(FrameSources.open(input));
        Engram engram = network.load(weights)) {
      SegmenterOptions options = network.segmenterOptions(engram.defaultOptions());
      say(err, source, engram, options);
      Outputs outputs = new Outputs(out, binary, probabilities, overlay);
      SegmentationJob job = new SegmentationJob(engram, options, range, outputs);
      FirstMask firstMask = new FirstMask(started);
      // made here, as its clock starts now: loading the model is no part of the rate
      ProgressDisplay progress = new ProgressDisplay(err, ProgressDisplay.onTerminal(), memory);
      JobSummary summary;
      try {
        summary = job.run(source, maskSet, monitor(progress, memory, interruption, firstMask));
      } finally {
        progress.finish();
      }
      finish(err, summary, engram, options, memory, firstMask);
      return 0;
    }
  }

  /** The model that the user named, or the embedded one. */
  static String nameOf(@Nullable String model) {
    if (model != null) {
      return model;
    }
    return Models.embedded().stream()
        .findFirst()
        .orElseThrow(
            () ->
                new EngramException(
                    "--model: this build has no embedded model. Give a checkpoint of XMem."));
  }

  private JobMonitor monitor(
      ProgressDisplay progress,
      ProcessMemory memory,
      Interruption interruption,
      FirstMask firstMask) {
    return new JobMonitor() {
      @Override
      public void onFrame(long done, long total) {
        firstMask.written();
        memory.sample();
        if (!quiet) {
          progress.show(done, total);
        }
      }

      @Override
      public boolean stopRequested() {
        return interruption.requested();
      }
    };
  }

  /** When the first mask was on disk, counted from the start of the command. */
  private static final class FirstMask {
    private final long started;
    private double seconds;

    FirstMask(long started) {
      this.started = started;
    }

    void written() {
      if (seconds == 0) {
        seconds = (System.nanoTime() - started) / 1e9;
      }
    }
  }

  private void say(PrintWriter err, FrameSource source, Engram engram, SegmenterOptions options) {
    if (verbose) {
      err.println(engram.description() + " on " + network.device());
      err.println(
          source.describe()
              + ": "
              + (source.frameCount() < 0 ? "?" : source.frameCount())
              + " frames of "
              + source.width()
              + "x"
              + source.height());
      err.println(options);
      err.flush();
    }
  }

  private void finish(
      PrintWriter err,
      JobSummary summary,
      Engram engram,
      SegmenterOptions options,
      ProcessMemory memory,
      FirstMask firstMask) {
    if (json) {
      SummaryJson.Run run =
          new SummaryJson.Run(
              input,
              out.toString(),
              engram.description(),
              network.device().name().toLowerCase(Locale.ROOT),
              network.precision().name().toLowerCase(Locale.ROOT),
              firstMask.seconds,
              memory.peakBytes());
      spec.commandLine().getOut().println(SummaryJson.of(run, summary, options));
      spec.commandLine().getOut().flush();
    }
    if (!quiet) {
      err.printf(
          Locale.ROOT,
          "%d masks of %dx%d in %s: %.1f s, %.2f frames a second, %,d MB at most.%n",
          summary.frames(),
          summary.width(),
          summary.height(),
          out,
          summary.seconds(),
          summary.framesPerSecond(),
          Math.round(memory.peakBytes() / 1048576.0));
      err.flush();
    }
  }

  /** Nothing may be written over the frames or masks that were given. */
  private void requireOwnFolder() {
    for (Path given : given()) {
      Path folder = Files.isDirectory(given) ? given : given.toAbsolutePath().getParent();
      boolean holdsImages = !isVideo(given);
      if (holdsImages && isSame(folder, out)) {
        String what = masks.contains(given) ? "the masks" : "the frames";
        throw new EngramException(
            out + ": holds " + what + " that were given. Choose another output folder.");
      }
      if (overlay == null) {
        continue;
      }
      if (isSame(given, overlay) || (holdsImages && isSame(folder, overlay))) {
        throw new EngramException(
            overlay + ": was given, and would be written over. Choose another overlay.");
      }
    }
  }

  /** Masks, and frames where these are images; a video may lie where its masks go. */
  private List<Path> given() {
    List<Path> given = new ArrayList<>(masks);
    if (!input.equals("-") && !input.contains("://")) {
      given.add(Path.of(input));
    }
    return given;
  }

  private boolean isVideo(Path given) {
    String name = given.toString().toLowerCase(Locale.ROOT);
    return !masks.contains(given)
        && Files.isRegularFile(given)
        && IMAGES.stream().noneMatch(name::endsWith);
  }

  private static boolean isSame(@Nullable Path a, Path b) {
    try {
      return a != null && Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
    } catch (IOException e) {
      return false;
    }
  }
}
