package dev.engram.eval.references;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import dev.engram.eval.AnnotatedVideo;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * The same videos with more and more references, evenly spaced, with and without permanent memory
 * (XMem++, section 5 and table 2).
 */
public final class ReferenceExperiment {
  private ReferenceExperiment() {}

  /**
   * Runs every method with every number of references on every video.
   *
   * @param counts numbers of references, each above 0 and below the number of a video's frames with
   *     a mask; the chosen frames are the {@code round(i * n / count)}-th of these n
   * @return by video, number of references and {@link ReferenceMethod}
   * @throws EngramException if a count does not fit, a file is amiss, or it was asked to stop
   */
  public static List<ReferenceResult> run(
      List<AnnotatedVideo.Place> places,
      List<Integer> counts,
      Engram engram,
      SegmenterOptions options,
      ReferenceMonitor monitor) {
    List<ReferenceResult> results = new ArrayList<>();
    for (AnnotatedVideo.Place place : places) {
      try (AnnotatedVideo video = AnnotatedVideo.open(place)) {
        ReferenceRun run = new ReferenceRun(video, engram, options, monitor);
        List<Integer> fitting = ReferenceChoice.counts(counts, video);
        run.warmUp();
        for (int count : fitting) {
          SortedSet<Long> references = ReferenceChoice.uniform(video.annotated(), count);
          for (ReferenceMethod method : ReferenceMethod.values()) {
            results.add(run.run(method, method.label(), 0, references, null));
          }
        }
      }
    }
    return results;
  }
}
