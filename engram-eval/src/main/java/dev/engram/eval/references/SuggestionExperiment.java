package dev.engram.eval.references;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import dev.engram.eval.AnnotatedVideo;
import dev.engram.suggest.FrameKeys;
import dev.engram.suggest.FrameSuggester;
import dev.engram.suggest.Suggestion;
import dev.engram.suggest.SuggestionOptions;
import dev.engram.tensor.Device;
import dev.engram.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * References that are suggested one after another (XMem++, section 3.3) against as many that are
 * evenly spaced or left to chance. All begin with the first frame that has an object; the video is
 * segmented outward from all references each time.
 */
public final class SuggestionExperiment {
  /** Frames that {@link FrameSuggester} suggested, the video segmented anew after each. */
  public static final String SUGGESTED = "suggested";

  /** Evenly spaced frames. */
  public static final String UNIFORM = "uniform";

  /** Frames left to chance. */
  public static final String RANDOM = "random";

  private final SuggestionOptions suggestion;
  private final Device device;
  private final int repeats;

  /**
   * @param device where frames are compared
   * @param repeats how often frames are left to chance, with seeds 0, 1, ...
   * @throws EngramException if that is less than 1
   */
  public SuggestionExperiment(SuggestionOptions suggestion, Device device, int repeats) {
    if (repeats < 1) {
      throw new EngramException("--repeats " + repeats + ": give 1 or more.");
    }
    this.suggestion = suggestion;
    this.device = device;
    this.repeats = repeats;
  }

  /**
   * Runs every choice with every number of references on every video.
   *
   * @param counts as for {@link ReferenceExperiment#run}
   * @return by video; suggested first, then uniform and random
   * @throws EngramException as {@link ReferenceExperiment#run}, and if a frame has no mask or no
   *     frame is left that could be suggested
   */
  public List<ReferenceResult> run(
      List<AnnotatedVideo.Place> places,
      List<Integer> counts,
      Engram engram,
      SegmenterOptions options,
      ReferenceMonitor monitor) {
    List<ReferenceResult> results = new ArrayList<>();
    for (AnnotatedVideo.Place place : places) {
      try (AnnotatedVideo video = AnnotatedVideo.open(place)) {
        if (!video.isWhollyAnnotated()) {
          throw new EngramException(
              place.masks()
                  + ": lacks the masks of some frames, any of which may be suggested. Give one for"
                  + " every frame.");
        }
        List<Integer> fitting = ReferenceChoice.counts(counts, video);
        ReferenceRun run = new ReferenceRun(video, engram, options, monitor);
        run.warmUp();
        results.addAll(suggested(run, fitting));
        for (int count : fitting) {
          SortedSet<Long> uniform = ReferenceChoice.uniform(video.annotated(), count);
          results.add(run.run(ReferenceMethod.OUTWARD, UNIFORM, 0, uniform, null));
          for (int seed = 0; seed < repeats; seed++) {
            SortedSet<Long> random = ReferenceChoice.random(video.annotated(), count, seed);
            results.add(run.run(ReferenceMethod.OUTWARD, RANDOM, seed, random, null));
          }
        }
      }
    }
    return results;
  }

  private List<ReferenceResult> suggested(ReferenceRun run, List<Integer> counts) {
    List<ReferenceResult> results = new ArrayList<>();
    SortedSet<Long> references = new TreeSet<>(run.video().annotated().subList(0, 1));
    try (FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16)) {
      while (true) {
        ReferenceResult result = run.run(ReferenceMethod.OUTWARD, SUGGESTED, 0, references, keys);
        if (counts.contains(references.size())) {
          results.add(result);
        }
        if (references.size() == Collections.max(counts)) {
          return results;
        }
        references.add(next(run, keys, references));
      }
    }
  }

  private long next(ReferenceRun run, FrameKeys keys, SortedSet<Long> references) {
    FrameSuggester suggester = new FrameSuggester(keys, suggestion, device);
    references.forEach(frame -> suggester.annotate(Math.toIntExact(frame)));
    List<Suggestion> suggestions = suggester.suggest(1);
    if (suggestions.isEmpty()) {
      throw new EngramException(
          String.format(
              "%s: with references %s no other frame that shows enough of the objects differs from"
                  + " them. Give smaller --counts, or a smaller --min-mask-presence.",
              run.video().name(), references));
    }
    return suggestions.get(0).frame();
  }
}
