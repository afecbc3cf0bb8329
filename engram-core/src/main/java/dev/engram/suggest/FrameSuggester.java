package dev.engram.suggest;

import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Suggests the frames to annotate next (XMem++ section 3.3).
 *
 * <p>The next frame is the one whose least dissimilarity to the frames that are annotated, or were
 * suggested before it, is the largest: {@code argmax_j min_a D(a, j)}; of equals the first. Frames
 * in which too little of the objects is seen are left out, and so are those that are annotated.
 *
 * <p>What is known of a frame's dissimilarities bounds its score from above, so frames are compared
 * in descending order of their bounds, first roughly, then fully, and only until none can be the
 * best; the choice is the same as if all were compared. What was computed is kept from call to
 * call, which is why a second call after one more annotation is cheap. It takes 16 bytes a frame
 * and reference.
 *
 * <p>Belongs to one thread. The store stays the caller's, and may gain frames between calls.
 */
public final class FrameSuggester {
  private final FrameKeys keys;
  private final SuggestionOptions options;
  private final Device device;
  private final Set<Integer> annotated = new LinkedHashSet<>();
  private final KnownDissimilarities known = new KnownDissimilarities();

  /**
   * No frame is annotated yet.
   *
   * @param keys what was kept of the frames; must stay open as long as this is used
   * @param device where frames are compared
   */
  public FrameSuggester(FrameKeys keys, SuggestionOptions options, Device device) {
    this.keys = keys;
    this.options = options;
    this.device = device;
  }

  /**
   * A frame that has an annotation now. If that changed its masks, replace those in the store and
   * call {@link #maskChanged} too.
   *
   * @throws EngramException if the store lacks the frame
   */
  public void annotate(int frame) {
    if (!keys.contains(frame)) {
      throw new EngramException(
          "frame " + frame + ": nothing is kept of it. Segment the video up to it first.");
    }
    annotated.add(frame);
  }

  /** A frame that has no annotation any more; nothing happens if it had none. */
  public void withdraw(int frame) {
    annotated.remove(frame);
  }

  /** A frame's masks were replaced: what was computed with the old ones is forgotten. */
  public void maskChanged(int frame) {
    if (options.alpha() > 0) {
      known.forget(frame);
    }
  }

  /**
   * The next frames to annotate, the first of which is the most wanted.
   *
   * @param k how many
   * @return k suggestions, or fewer if no other frame differs from those that are annotated or
   *     suggested
   * @throws EngramException if no frame is annotated, or k is less than 1
   */
  public List<Suggestion> suggest(int k) {
    return suggest(k, compared -> {});
  }

  /**
   * As {@link #suggest(int)}, telling how far it is.
   *
   * @param progress gets the number of comparisons, rough and full, after each one; the first call
   *     makes somewhat more than one a frame. What it throws ends the call; nothing that was
   *     computed is lost
   */
  public List<Suggestion> suggest(int k, LongConsumer progress) {
    if (k < 1) {
      throw new EngramException("k is " + k + ". Give 1 or more.");
    }
    if (annotated.isEmpty()) {
      throw new EngramException("No frame is annotated yet. Annotate one first.");
    }
    List<Integer> references = new ArrayList<>(annotated);
    List<Suggestion> suggestions = new ArrayList<>();
    try (Comparison comparison = new Comparison(keys, options, device)) {
      Round round = new Round(references, comparison, progress);
      while (suggestions.size() < k) {
        Suggestion next = round.next();
        if (next == null) {
          break;
        }
        suggestions.add(next);
        references.add(next.frame());
      }
    }
    known.keepOnly(new HashSet<>(references));
    return suggestions;
  }

  /**
   * A frame and the most that it can score.
   *
   * @param least the least of what is known of its dissimilarities
   */
  private record Candidate(int frame, double least, double bound) {
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingDouble(Candidate::bound).reversed().thenComparingInt(Candidate::frame);
  }

  /** One call of {@link #suggest}. */
  private final class Round {
    private final List<Integer> references;
    private final Comparison comparison;
    private final LongConsumer progress;
    private long compared;

    Round(List<Integer> references, Comparison comparison, LongConsumer progress) {
      this.references = references;
      this.comparison = comparison;
      this.progress = progress;
    }

    /** The best frame that is no reference; null if none scores anything. */
    @Nullable Suggestion next() {
      PriorityQueue<Candidate> queue = candidates();
      while (true) {
        Candidate best = queue.poll();
        if (best == null || best.bound <= 0) {
          return null;
        }
        if (!learn(best.frame)) {
          return suggestion(best);
        }
        progress.accept(++compared);
        queue.add(candidate(best.frame));
      }
    }

    /**
     * Compares a frame once more: fully with the reference that bounds it, which serves later calls
     * too, then roughly with another. False if it was compared fully with all.
     */
    private boolean learn(int frame) {
      boolean rough = known.isRough(known.nearest(references, frame), frame);
      int unbounded = rough ? -1 : nearestInTime(frame);
      if (unbounded >= 0) {
        known.putBound(unbounded, frame, comparison.atMost(unbounded, frame));
        return true;
      }
      List<Integer> inexact =
          references.stream().filter(reference -> !known.isExact(reference, frame)).toList();
      if (inexact.isEmpty()) {
        return false;
      }
      int nearest = known.nearest(inexact, frame);
      known.putExact(nearest, frame, comparison.dissimilarity(nearest, frame));
      return true;
    }

    private PriorityQueue<Candidate> candidates() {
      Set<Integer> taken = new HashSet<>(references);
      PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.BEST_FIRST);
      for (int frame : keys.frames()) {
        if (!taken.contains(frame)
            && keys.presence(frame, options.objects()) >= options.minMaskPresence()) {
          queue.add(candidate(frame));
        }
      }
      return queue;
    }

    private Candidate candidate(int frame) {
      double least = known.atMost(known.nearest(references, frame), frame);
      return new Candidate(
          frame, least, least + options.uncertaintyWeight() * keys.uncertainty(frame));
    }

    /** Of the references without a bound the likeliest to have a low one; -1 if all have one. */
    private int nearestInTime(int frame) {
      int nearest = -1;
      for (int reference : references) {
        if (known.atMost(reference, frame) == Double.POSITIVE_INFINITY
            && (nearest < 0 || Math.abs(reference - frame) < Math.abs(nearest - frame))) {
          nearest = reference;
        }
      }
      return nearest;
    }

    private Suggestion suggestion(Candidate best) {
      return new Suggestion(
          best.frame,
          best.bound,
          best.least,
          known.nearest(references, best.frame),
          keys.uncertainty(best.frame));
    }
  }
}
