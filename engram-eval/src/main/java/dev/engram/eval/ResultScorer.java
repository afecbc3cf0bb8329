package dev.engram.eval;

import dev.engram.common.EngramException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scores folders of results against folders of truths, whoever made them. */
public final class ResultScorer {
  private ResultScorer() {}

  /** What came of a video: its score, or a line that says what is wrong. */
  private record Outcome(Optional<VideoScore> score, String problem) {}

  /**
   * Scores all videos of the truth; what cannot be scored does not keep the others from it.
   *
   * @param truth a folder of PNG masks, or of such folders, one a video
   * @param predicted laid out alike
   * @param videos which to score; empty takes all
   * @throws EngramException if the truth holds no mask, or lacks a video that is asked for
   */
  public static Scores score(Path truth, Path predicted, Protocol protocol, List<String> videos) {
    List<String> names = MaskFolder.list(truth, Files::isDirectory);
    if (names.isEmpty()) {
      new MaskFolder(truth).frames();
      String name = truth.toAbsolutePath().normalize().getFileName().toString();
      return score(
          List.of(new Pair(name, new MaskFolder(truth), new MaskFolder(predicted))), protocol);
    }
    for (String asked : videos) {
      if (!names.contains(asked)) {
        throw new EngramException(
            truth + ": has no video " + asked + ". Name some of: " + String.join(", ", names));
      }
    }
    List<String> chosen = videos.isEmpty() ? names : videos;
    return score(
        chosen.stream()
            .map(
                name ->
                    new Pair(
                        name,
                        new MaskFolder(truth.resolve(name)),
                        new MaskFolder(predicted.resolve(name))))
            .toList(),
        protocol);
  }

  /** A video's masks. */
  record Pair(String name, MaskSource truth, MaskSource predicted) {}

  static Scores score(List<Pair> videos, Protocol protocol) {
    List<VideoScore> scored = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<Outcome> outcomes = videos.parallelStream().map(pair -> outcome(pair, protocol)).toList();
    for (Outcome outcome : outcomes) {
      outcome.score().ifPresentOrElse(scored::add, () -> problems.add(outcome.problem()));
    }
    return new Scores(scored, problems);
  }

  private static Outcome outcome(Pair pair, Protocol protocol) {
    try {
      List<ObjectScore> objects = VideoScorer.score(protocol, pair.truth(), pair.predicted());
      return new Outcome(Optional.of(new VideoScore(pair.name(), objects)), "");
    } catch (EngramException e) {
      return new Outcome(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }
}
