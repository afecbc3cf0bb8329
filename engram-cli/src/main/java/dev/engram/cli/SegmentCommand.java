package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.FrameRange;
import dev.engram.JobMonitor;
import dev.engram.JobOptions;
import dev.engram.JobSummary;
import dev.engram.Outputs;
import dev.engram.SegmentationJob;
import dev.engram.SegmenterOptions;
import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.mask.MaskSet;
import dev.engram.video.FrameAccess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    description = "Segments a video, given the masks of one or more of its frames.",
    footer = {
      "",
      "Examples:",
      "  engram segment clip.mp4 --masks first.png --model XMem.pth -o out",
      "  engram segment frames/ -m masks/ --model XMem.pth -o out --overlay o.mp4",
      "  cat clip.mkv | engram segment - -m first.png --model XMem.pth -o out --json",
      "  engram segment clips/*.mp4 -m masks/ -o out",
      "  engram segment chair.engram"
    })
final class SegmentCommand implements Callable<Integer> {
  private static final String GIVEN_UP =
      "the next frame. The masks written so far are whole; run again for the others.";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description =
          "A video file, a folder of images, an image, a URL, - for standard input, or a project"
              + " folder. Several videos (no projects) are segmented one beside another, with one"
              + " model.")
  @SuppressWarnings("NullAway.Init")
  private List<String> inputs;

  @Option(
      names = {"-m", "--masks"},
      paramLabel = "MASK",
      description =
          "A mask or a folder of them; may be repeated. Matched to frames by name or number."
              + " Each is a reference for all frames, before and after it. With several inputs: a"
              + " folder that holds NAME/ or NAME.png for each. Needed unless --load-memory is"
              + " given, or the input is a project.")
  private List<Path> masks = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description =
          "Where the masks go, one PNG a frame under the frame's name; with several inputs, to"
              + " FOLDER/NAME. Default, of a project only: its masks folder.")
  private @Nullable Path out;

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description =
          "A checkpoint (.pth, .safetensors), or the name of a model; 'engram models' lists them."
              + " Default: the embedded one.")
  private @Nullable String model;

  @Option(
      names = {"--from", "--start"},
      paramLabel = "N",
      description = "First frame to segment, counted from 0. References outside count too.")
  private long start;

  @Option(
      names = {"--to", "--end"},
      paramLabel = "N",
      description = "Last frame, itself included.")
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
      description =
          "Also show the masks over the frames: a video file, or a folder of JPEGs; with several"
              + " inputs, a folder of videos.")
  private @Nullable Path overlay;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many inputs are segmented at once; the threads are shared out among them. Default:"
              + " as many as there are threads, up to 4.")
  private @Nullable Integer jobs;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private PropagationOptions propagation;

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

  private @Nullable ProjectInput project;

  boolean verbose() {
    return verbose;
  }

  @Override
  public Integer call() {
    long started = System.nanoTime();
    network.check();
    project = inputs.size() == 1 ? ProjectInput.of(inputs.get(0)) : null;
    MaskSet own = project == null ? null : takeOver(project);
    JobOptions job = propagation.job(binary, own == null ? null : project);
    if (inputs.size() > 1 && job.savedMemory() != null) {
      throw new EngramException(
          "--save-memory: is for one input, as each would write over the last. Give one.");
    }
    if (own == null && masks.isEmpty() && job.memory() == null) {
      throw new EngramException(
          "--masks: missing. Give a mask of at least one frame, or --load-memory.");
    }
    if (out == null) {
      throw new EngramException("--out: missing. Give the folder that the masks go to.");
    }
    FrameRange range = new FrameRange(start, end == null ? Long.MAX_VALUE : end);
    List<SegmentInput> videos =
        inputs.size() == 1
            ? List.of(new SegmentInput(inputs.get(0), masks, out, overlay))
            : SegmentInput.several(inputs, masks, out, overlay);
    videos.forEach(SegmentInput::requireOwnFolder);
    if (project != null) {
      project.project().requireOutside(out);
    }
    List<MaskSet> maskSets =
        own != null ? List.of(own) : videos.stream().map(SegmentInput::openMasks).toList();
    PrintWriter err = spec.commandLine().getErr();
    ProcessMemory memory = new ProcessMemory();
    StateDict weights = Models.read(nameOf(model));
    try (Interruption interruption = new Interruption(err, GIVEN_UP);
        Engram engram = network.load(weights)) {
      SegmenterOptions options = network.segmenterOptions(engram.defaultOptions());
      int atOnce = network.shareThreads(videos.size(), jobs);
      if (verbose) {
        err.println(engram.description() + " on " + network.device());
        err.println(options);
      }
      SegmentReport report =
          new SegmentReport(
              quiet ? null : err,
              json ? spec.commandLine().getOut() : null,
              engram,
              options,
              network,
              memory,
              started);
      // made here, as its clock starts now: loading the model is no part of the rate
      ProgressDisplay progress = new ProgressDisplay(err, ProgressDisplay.onTerminal(), memory);
      CombinedProgress watch =
          new CombinedProgress(
              videos.size(),
              quiet ? null : progress,
              memory,
              interruption::requested,
              report::maskWritten);
      if (videos.size() == 1) {
        JobSummary summary;
        try {
          summary =
              segment(engram, options, job, range, videos.get(0), maskSets.get(0), watch.video(0));
        } finally {
          progress.finish();
        }
        report.finish(videos.get(0), summary);
        return 0;
      }
      List<VideoBatch.Outcome> outcomes =
          VideoBatch.run(
              videos.size(),
              atOnce,
              i -> {
                if (interruption.requested()) {
                  throw new EngramException(
                      videos.get(i).input() + ": not begun, as it was to stop. Run again.");
                }
                return segment(
                    engram, options, job, range, videos.get(i), maskSets.get(i), watch.video(i));
              });
      progress.finish();
      boolean failed = false;
      for (int i = 0; i < videos.size(); i++) {
        VideoBatch.Outcome outcome = outcomes.get(i);
        if (outcome.summary() != null) {
          report.finish(videos.get(i), outcome.summary());
        }
        if (outcome.failure() != null) {
          failed = true;
          err.println("engram: " + outcome.failure().getMessage());
          err.flush();
        }
      }
      return failed ? Main.USER_ERROR : 0;
    }
  }

  /**
   * What the options leave open, the project says; returns its references, unless masks were given.
   */
  private @Nullable MaskSet takeOver(ProjectInput from) {
    inputs = List.of(from.video());
    out = out == null ? from.results() : out;
    model = model == null ? from.model() : model;
    return masks.isEmpty() ? from.masks() : null;
  }

  private JobSummary segment(
      Engram engram,
      SegmenterOptions options,
      JobOptions job,
      FrameRange range,
      SegmentInput video,
      MaskSet maskSet,
      JobMonitor monitor) {
    try (FrameAccess source = FrameAccess.open(video.input())) {
      if (verbose) {
        say(source);
      }
      if (project != null) {
        project.requireFit(source);
      }
      Outputs outputs = new Outputs(video.out(), binary, probabilities, video.overlay());
      return new SegmentationJob(engram, options, job, range, outputs)
          .run(source, maskSet, monitor);
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

  private void say(FrameAccess source) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        source.describe()
            + ": "
            + (source.frameCount() < 0 ? "?" : source.frameCount())
            + " frames of "
            + source.width()
            + "x"
            + source.height());
    err.flush();
  }
}
