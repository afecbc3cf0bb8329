package dev.engram.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.Engram;
import dev.engram.JobMonitor;
import dev.engram.SuggestionJob;
import dev.engram.checkpoint.Models;
import dev.engram.common.EngramException;
import dev.engram.mask.MaskSet;
import dev.engram.suggest.Suggestion;
import dev.engram.suggest.SuggestionOptions;
import dev.engram.video.FrameAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram suggest}: which frame to annotate next. */
@Command(
    name = "suggest",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Suggests the frames to annotate next: those that are least like all that is annotated.",
      "Segment the video first; the masks that came out say where the object is."
    },
    footer = {"", "Example:", "  engram suggest clip.mp4 --masks masks/ --predictions out -k 5"})
final class SuggestCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      paramLabel = "INPUT",
      description = "A video file, a folder of images, a URL, or a project folder.")
  @SuppressWarnings("NullAway.Init")
  private String input;

  @Option(
      names = {"-m", "--masks"},
      paramLabel = "MASK",
      description =
          "The references so far: a mask or a folder of them; may be repeated. Default, of a"
              + " project only: its own.")
  private List<Path> masks = new ArrayList<>();

  @Option(
      names = {"-p", "--predictions"},
      paramLabel = "FOLDER",
      description =
          "What 'engram segment' wrote; with --save-probabilities it also says how unsure."
              + " Default, of a project only: its masks folder.")
  private @Nullable Path predictions;

  @Option(
      names = "-k",
      defaultValue = "5",
      paramLabel = "N",
      description = "How many frames. Default: ${DEFAULT-VALUE}.")
  private int k;

  @Option(
      names = "--alpha",
      defaultValue = "0.5",
      paramLabel = "PART",
      description =
          "How much the object counts: 0 looks at whole frames, 1 at the object alone. Default:"
              + " ${DEFAULT-VALUE}.")
  private double alpha;

  @Option(
      names = "--min-mask",
      defaultValue = "0.25",
      paramLabel = "PERCENT",
      description = "Leave out frames in which the object covers less. Default: ${DEFAULT-VALUE}.")
  private double minMask;

  @Option(
      names = "--uncertainty",
      defaultValue = "0",
      paramLabel = "WEIGHT",
      description =
          "How much frames of which the network is unsure are preferred; the paper's 0 is the"
              + " default.")
  private double uncertainty;

  @Option(
      names = "--object",
      split = ",",
      paramLabel = "LABEL",
      description = "Only these objects. Default: all together.")
  private @Nullable Set<Integer> objects;

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description = "As for 'engram segment'. Default: the embedded one.")
  private @Nullable String model;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private NetworkOptions network;

  @Option(names = "--json", description = "Print the suggestions as JSON.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Override
  public Integer call() {
    network.check();
    ProjectInput project = ProjectInput.of(input);
    MaskSet references = masks.isEmpty() ? null : MaskSet.open(masks);
    if (project != null) {
      input = project.video();
      references = references == null ? project.masks() : references;
      predictions = predictions == null ? project.results() : predictions;
      model = model == null ? project.model() : model;
    }
    Path results = predictions;
    if (references == null || results == null) {
      throw new EngramException(
          (references == null ? "--masks" : "--predictions")
              + ": missing. Give the references, and what 'engram segment' made of them.");
    }
    SuggestionOptions options = new SuggestionOptions(alpha, minMask, Set.of(), uncertainty);
    PrintWriter err = spec.commandLine().getErr();
    ProgressDisplay progress =
        new ProgressDisplay(err, ProgressDisplay.onTerminal(), new ProcessMemory());
    List<SuggestionJob.Named> found;
    try (Interruption interruption = new Interruption(err, "the next frame.");
        FrameAccess video = FrameAccess.open(input);
        Engram engram = network.load(Models.read(SegmentCommand.nameOf(model)))) {
      JobMonitor monitor =
          new JobMonitor() {
            @Override
            public void onFrame(long done, long total) {
              if (!quiet) {
                progress.show(done, total);
              }
            }

            @Override
            public boolean stopRequested() {
              return interruption.requested();
            }
          };
      SuggestionJob job =
          new SuggestionJob(
              engram,
              network.segmenterOptions(engram.defaultOptions()),
              options,
              objects == null ? Set.of() : objects);
      try {
        found = job.run(video, references, results, k, monitor);
      } finally {
        progress.finish();
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(toJson(found));
    } else if (found.isEmpty()) {
      out.println("No frame is unlike those that are annotated.");
    } else {
      for (SuggestionJob.Named each : found) {
        out.println(line(each));
      }
    }
    out.flush();
    return 0;
  }

  private static String line(SuggestionJob.Named each) {
    Suggestion suggestion = each.suggestion();
    return String.format(
        Locale.ROOT,
        "frame %5d  %-12s score %.4f  %s",
        suggestion.frame(),
        each.name(),
        suggestion.score(),
        suggestion.reason());
  }

  private static String toJson(List<SuggestionJob.Named> found) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (SuggestionJob.Named each : found) {
        Suggestion suggestion = each.suggestion();
        json.writeStartObject();
        json.writeNumberField("frame", suggestion.frame());
        json.writeStringField("name", each.name());
        json.writeNumberField("score", suggestion.score());
        json.writeNumberField("dissimilarity", suggestion.dissimilarity());
        json.writeNumberField("nearest", suggestion.nearest());
        json.writeNumberField("uncertainty", suggestion.uncertainty());
        json.writeStringField("reason", suggestion.reason());
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
