package dev.engram.suggest;

import java.util.Locale;

/**
 * A frame to annotate.
 *
 * @param frame its index in the video
 * @param score its dissimilarity, and its uncertainty times {@link
 *     SuggestionOptions#uncertaintyWeight}; above 0
 * @param dissimilarity D to the nearest of the frames that are annotated or were suggested before
 *     it
 * @param nearest which frame that is
 * @param uncertainty how unsure its masks are, in 0..1
 */
public record Suggestion(
    int frame, double score, double dissimilarity, int nearest, double uncertainty) {

  /** Why this frame, in a few words for people: what makes up most of its score. */
  public String reason() {
    return score > 2 * dissimilarity
        ? String.format(Locale.ROOT, "unsure: %.0f %% on and around the object", 100 * uncertainty)
        : "unlike every annotated or suggested frame; nearest is " + nearest;
  }
}
