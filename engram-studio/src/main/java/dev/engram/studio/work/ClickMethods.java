package dev.engram.studio.work;

import dev.engram.interact.PromptSegmenters;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The methods there are for clicks. Some are folders that may come while the studio runs, but the
 * state of a project names them many times a second, so they are looked for every few seconds at
 * most. May be used by any thread.
 */
final class ClickMethods {
  /** How long what was found is taken for true. */
  static final long KEPT_NANOS = 2_000_000_000L;

  private final Supplier<List<String>> search;
  private final LongSupplier clock;
  private List<String> found = List.of();
  private long searchedAt;

  ClickMethods() {
    this(PromptSegmenters::names, System::nanoTime);
  }

  /**
   * @param search never finds nothing
   * @param clock nanoseconds
   */
  ClickMethods(Supplier<List<String>> search, LongSupplier clock) {
    this.search = search;
    this.clock = clock;
  }

  /** Their names, the usual one first. */
  synchronized List<String> names() {
    long now = clock.getAsLong();
    if (found.isEmpty() || now - searchedAt > KEPT_NANOS) {
      found = List.copyOf(search.get());
      searchedAt = now;
    }
    return found;
  }
}
