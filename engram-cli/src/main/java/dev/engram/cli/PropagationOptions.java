package dev.engram.cli;

import dev.engram.FrameRange;
import dev.engram.JobOptions;
import dev.engram.Propagation;
import dev.engram.common.EngramException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the masks are, and how the video is gone through. */
final class PropagationOptions {
  @Option(
      names = "--first-mask-only",
      description = "Take the first mask as the only reference; pass over the others.")
  private boolean firstMaskOnly;

  @Option(
      names = "--original-memory",
      description =
          "XMem's memory instead of XMem++'s: the first mask starts the segmentation, a later one"
              + " adds the objects new in it; no reference is known before its frame.")
  private boolean originalMemory;

  @Option(
      names = "--partial-masks",
      description =
          "A mask says nothing of the objects that it lacks and others show. Default: they are not"
              + " in its frame.")
  private boolean partial;

  @Option(
      names = "--empty-masks",
      description = "A mask without any object says that none is in its frame.")
  private boolean emptyMasks;

  @Option(
      names = "--direction",
      defaultValue = "outward",
      paramLabel = "WAY",
      description =
          "outward (every frame from the nearest reference), forward or backward. Default:"
              + " ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private String direction;

  @Option(
      names = "--changed",
      split = ",",
      paramLabel = "FRAME",
      description =
          "Only the frames between these, whose references were put, replaced or removed since the"
              + " last run, and their neighbouring references.")
  private @Nullable Set<Long> changed;

  @Option(names = "--read-only", description = "Remember nothing but the references.")
  private boolean readOnly;

  @Option(
      names = "--do-not-memorise",
      split = ",",
      paramLabel = "A-B",
      description = "Frames that are segmented but not remembered; several with commas.")
  private @Nullable List<String> unmemorised;

  @Option(
      names = "--hold",
      split = ",",
      paramLabel = "A-B",
      description =
          "Frames that keep the masks that are in the output folder, which count as right.")
  private @Nullable List<String> held;

  @Option(
      names = "--cuts",
      split = ",",
      paramLabel = "detect|FRAME",
      description =
          "Where a new shot starts: frames, or 'detect'. What was remembered of the shot before is"
              + " forgotten there; references stay.")
  private @Nullable List<String> cuts;

  @Option(
      names = "--load-memory",
      paramLabel = "FILE",
      description = "References that --save-memory kept, of this video or another one.")
  private @Nullable Path memory;

  @Option(
      names = "--save-memory",
      paramLabel = "FILE",
      description = "Keep what the model knows of the references for other videos.")
  private @Nullable Path savedMemory;

  /**
   * @param binary whether results do not tell objects apart
   * @param project whose references say what their masks leave open; null if the masks are no
   *     project's
   * @throws EngramException if a value is none, or options exclude one another
   */
  JobOptions job(boolean binary, @Nullable ProjectInput project) {
    if (firstMaskOnly && originalMemory) {
      throw new EngramException(
          "--original-memory: does not go with --first-mask-only. Give one of them.");
    }
    if (originalMemory && memory != null) {
      throw new EngramException(
          "--load-memory: holds references, which --original-memory knows nothing of. Leave one"
              + " out.");
    }
    List<FrameRange> heldFrames = ranges("--hold", held);
    if (binary && !heldFrames.isEmpty()) {
      throw new EngramException(
          "--hold: binary masks do not tell objects apart. Leave --binary or --hold out.");
    }
    Propagation way = propagation();
    if (originalMemory && way == Propagation.BACKWARD) {
      throw new EngramException("--original-memory: goes forward only. Leave --direction out.");
    }
    if (changed != null && (originalMemory || way != Propagation.OUTWARD)) {
      throw new EngramException(
          "--changed: needs frames to be reached from the nearest reference. Leave --direction and"
              + " --original-memory out.");
    }
    TreeSet<Long> shots = new TreeSet<>();
    boolean detect = false;
    for (String cut : cuts == null ? List.<String>of() : cuts) {
      if (cut.equals("detect")) {
        detect = true;
      } else {
        shots.add(frame("--cuts", cut, "a frame, or detect"));
      }
    }
    return JobOptions.builder()
        .masks(masks())
        .whole(!partial)
        .partial(project == null ? Set.of() : project.partial())
        .absent(project == null ? Map.of() : project.absent())
        .emptyMasks(emptyMasks)
        .propagation(originalMemory ? Propagation.FORWARD : way)
        .changed(changed == null ? Set.of() : changed)
        .frozen(readOnly)
        .unmemorised(ranges("--do-not-memorise", unmemorised))
        .held(heldFrames)
        .cuts(shots)
        .detectCuts(detect)
        .memory(memory)
        .savedMemory(savedMemory)
        .build();
  }

  private JobOptions.Masks masks() {
    if (originalMemory) {
      return JobOptions.Masks.ORIGINAL_MEMORY;
    }
    return firstMaskOnly ? JobOptions.Masks.FIRST_REFERENCE : JobOptions.Masks.REFERENCES;
  }

  private Propagation propagation() {
    try {
      return Propagation.valueOf(direction.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new EngramException(
          "--direction: " + direction + " is none. Give outward, forward or backward.", e);
    }
  }

  private static List<FrameRange> ranges(String option, @Nullable List<String> texts) {
    return (texts == null ? List.<String>of() : texts)
        .stream().map(text -> range(option, text)).toList();
  }

  private static FrameRange range(String option, String text) {
    int dash = text.indexOf('-', 1);
    String wanted = "a frame, or two with a dash: 10-20";
    long first = frame(option, dash < 0 ? text : text.substring(0, dash), wanted);
    long last = dash < 0 ? first : frame(option, text.substring(dash + 1), wanted);
    if (last < first) {
      throw new EngramException(
          option + ": " + text + " ends before it starts. Give the lower frame first.");
    }
    return new FrameRange(first, last);
  }

  private static long frame(String option, String text, String wanted) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new EngramException(option + ": " + text + " is no frame. Give " + wanted + ".");
    }
    return Long.parseLong(text);
  }
}
