package dev.engram.suggest;

import java.util.List;
import java.util.Set;

/** What is known of the dissimilarities D(reference, frame): a bound, then the number itself. */
final class KnownDissimilarities {
  private final PairTable bounds = new PairTable();
  private final PairTable exact = new PairTable();

  void putBound(int reference, int frame, double atMost) {
    bounds.put(reference, frame, atMost);
  }

  void putExact(int reference, int frame, double dissimilarity) {
    exact.put(reference, frame, dissimilarity);
  }

  boolean isExact(int reference, int frame) {
    return !Double.isNaN(exact.get(reference, frame));
  }

  /** Whether there is a bound and not the number itself. */
  boolean isRough(int reference, int frame) {
    return !isExact(reference, frame) && !Double.isNaN(bounds.get(reference, frame));
  }

  /** The number itself if it is known, otherwise what it is not above, otherwise infinity. */
  double atMost(int reference, int frame) {
    double known = exact.get(reference, frame);
    known = Double.isNaN(known) ? bounds.get(reference, frame) : known;
    return Double.isNaN(known) ? Double.POSITIVE_INFINITY : known;
  }

  /** The reference of the least {@link #atMost}; of equals the first. */
  int nearest(List<Integer> references, int frame) {
    int nearest = references.get(0);
    for (int reference : references) {
      nearest = atMost(reference, frame) < atMost(nearest, frame) ? reference : nearest;
    }
    return nearest;
  }

  /** Forgets all that a frame has part in. */
  void forget(int frame) {
    bounds.forget(frame);
    exact.forget(frame);
  }

  /** Forgets all other references. */
  void keepOnly(Set<Integer> references) {
    bounds.keepOnly(references);
    exact.keepOnly(references);
  }
}
