package dev.engram.memory;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.Arrays;

/**
 * From candidate elements of working memory to the prototypes of long-term memory (XMem section
 * 3.4): the most used elements are chosen, and each becomes a mixture of all candidates weighed by
 * their similarity to it ("potentiation", equation 5).
 */
final class Consolidation {
  private final Tensor similarity;
  private final long[] chosen;

  private Consolidation(Tensor similarity, long[] chosen) {
    this.similarity = similarity;
    this.chosen = chosen;
  }

  /**
   * Chooses prototypes.
   *
   * @param memorySide of the candidates ({@link Similarity#memorySide}), oldest first
   * @param key [candidates, C]
   * @param selection [candidates, C]
   * @param usage [candidates], use divided by life
   * @param count how many to choose, at most the number of candidates
   * @return lives in the innermost tensor scope
   */
  static Consolidation choose(
      Tensor memorySide, Tensor key, Tensor selection, Tensor usage, int count) {
    long[] chosen = usage.argsort(true).narrow(0, 0, count).toLongs();
    // from old to new, so that those that a later object has values for are the last ones
    Arrays.sort(chosen);
    try (TensorScope scope = TensorScope.open()) {
      Tensor indices = Tensors.of(chosen, count).to(key.device());
      Tensor query =
          Similarity.querySide(key.indexSelect(0, indices), selection.indexSelect(0, indices));
      return new Consolidation(scope.pass(Similarity.of(query, memorySide)), chosen);
    }
  }

  /** Positions of the prototypes among the candidates, ascending. */
  long[] chosen() {
    return chosen.clone();
  }

  /** How many prototypes come from candidate {@code first} or a later one. */
  int countFrom(long first) {
    return (int) Arrays.stream(chosen).filter(candidate -> candidate >= first).count();
  }

  /**
   * Mixes a quantity of the candidates into the prototypes, for an object that has values from
   * candidate {@code first} on.
   *
   * @param quantity [candidates - first, channels]
   * @return [{@link #countFrom}(first), channels]: its prototypes, the last ones
   */
  Tensor potentiate(Tensor quantity, long first) {
    try (TensorScope scope = TensorScope.open()) {
      int count = countFrom(first);
      Tensor own =
          similarity
              .narrow(0, chosen.length - count, count)
              .narrow(1, first, similarity.size(1) - first);
      return scope.pass(own.softmax(1).matmul(quantity));
    }
  }
}
