package dev.engram.suggest;

import dev.engram.common.EngramException;
import java.util.Set;

/**
 * What to look for in a frame to annotate, with the names and defaults of XMem++.
 *
 * @param alpha how much the objects count, and not the whole frame: keys become {@code alpha * (k
 *     m) + (1 - alpha) * k} with m the mask. 0 looks at frames as wholes, 1 at the objects alone
 * @param minMaskPresence percent of a frame's pixels that the objects must cover for the frame to
 *     be suggested, 0 to 100
 * @param objects which objects it is about, by their place among the masks, counted from 0; m is
 *     the largest of their probabilities. None stand for all
 * @param uncertaintyWeight how much of a frame's uncertainty is added to its dissimilarity; 0
 *     leaves it out, as the paper does
 */
public record SuggestionOptions(
    double alpha, double minMaskPresence, Set<Integer> objects, double uncertaintyWeight) {

  /** Checks each value. */
  public SuggestionOptions {
    objects = Set.copyOf(objects);
    within("alpha", alpha, 1);
    within("min_mask_presence_percent", minMaskPresence, 100);
    for (int object : objects) {
      if (object < 0) {
        throw new EngramException("object " + object + ": there is none. Give 0 or more.");
      }
    }
    if (!(uncertaintyWeight >= 0 && uncertaintyWeight < Double.POSITIVE_INFINITY)) {
      throw new EngramException(
          "uncertainty_weight is " + plain(uncertaintyWeight) + ". Give 0 or more.");
    }
  }

  private static void within(String name, double value, int most) {
    if (!(value >= 0 && value <= most)) {
      throw new EngramException(name + " is " + plain(value) + ". Give 0 to " + most + ".");
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  /** The paper's: alpha 0.5, at least 0.25 percent, all objects, uncertainty left out. */
  public static SuggestionOptions defaults() {
    return new SuggestionOptions(0.5, 0.25, Set.of(), 0);
  }

  /** The same with another {@link #alpha}. */
  public SuggestionOptions withAlpha(double value) {
    return new SuggestionOptions(value, minMaskPresence, objects, uncertaintyWeight);
  }

  /** The same with another {@link #minMaskPresence}. */
  public SuggestionOptions withMinMaskPresence(double value) {
    return new SuggestionOptions(alpha, value, objects, uncertaintyWeight);
  }

  /** The same about other {@link #objects}. */
  public SuggestionOptions withObjects(Set<Integer> value) {
    return new SuggestionOptions(alpha, minMaskPresence, value, uncertaintyWeight);
  }

  /** The same with another {@link #uncertaintyWeight}. */
  public SuggestionOptions withUncertaintyWeight(double value) {
    return new SuggestionOptions(alpha, minMaskPresence, objects, value);
  }
}
