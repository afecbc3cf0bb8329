package dev.engram.studio.work;

import dev.engram.suggest.Suggestion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is suggested.
 *
 * @param done frames that were looked at
 * @param total frames there are to look at
 * @param error why it failed; null if it did not
 * @param frames the most wanted first
 */
public record SuggestionState(
    State state, long done, long total, @Nullable String error, List<Suggestion> frames) {

  /** Where the search is. */
  public enum State {
    /** Nobody asked. */
    NONE,
    /** It looks. */
    RUNNING,
    /** It has looked; there may be nothing to suggest. */
    READY,
    /** It gave up; see the error. */
    FAILED
  }

  static SuggestionState none() {
    return new SuggestionState(State.NONE, 0, 0, null, List.of());
  }

  static SuggestionState running(long total) {
    return new SuggestionState(State.RUNNING, 0, total, null, List.of());
  }

  static SuggestionState failed(@Nullable String why) {
    return new SuggestionState(State.FAILED, 0, 0, why, List.of());
  }

  SuggestionState without(int frame) {
    List<Suggestion> rest = frames.stream().filter(each -> each.frame() != frame).toList();
    return new SuggestionState(state, done, total, error, rest);
  }
}
