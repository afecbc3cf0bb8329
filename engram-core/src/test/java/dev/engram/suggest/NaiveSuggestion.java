package dev.engram.suggest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The definition, with every pair of frames compared at every choice. */
final class NaiveSuggestion {
  /** All that is known of a frame: channels of h x w elements, and masks of their own size. */
  record Frame(
      float[][] key,
      float[] shrinkage,
      float[][] selection,
      int width,
      float[][][] masks,
      double uncertainty) {

    Frame withMasks(float[][][] other, double otherUncertainty) {
      return new Frame(key, shrinkage, selection, width, other, otherUncertainty);
    }

    /** The largest probability of the objects at a pixel of the masks. */
    double mask(int y, int x, Set<Integer> objects) {
      double largest = 0;
      for (int o = 0; o < masks.length; o++) {
        if (objects.isEmpty() || objects.contains(o)) {
          largest = Math.max(largest, masks[o][y][x]);
        }
      }
      return largest;
    }

    double presence(Set<Integer> objects) {
      int count = 0;
      int pixels = masks[0].length * masks[0][0].length;
      for (int i = 0; i < pixels; i++) {
        count += mask(i / masks[0][0].length, i % masks[0][0].length, objects) > 0.5 ? 1 : 0;
      }
      return 100.0 * count / pixels;
    }

    /** c: the key of a channel and element, weighted by the mask's nearest pixel. */
    double weighted(int channel, int element, SuggestionOptions options) {
      int height = shrinkage.length / width;
      int y = element / width * (masks[0].length / height);
      int x = element % width * (masks[0][0].length / width);
      double k = key[channel][element];
      double m = mask(y, x, options.objects());
      return options.alpha() * (k * m) + (1 - options.alpha()) * k;
    }
  }

  private final TreeMap<Integer, Frame> frames;
  private final SuggestionOptions options;

  NaiveSuggestion(Map<Integer, Frame> frames, SuggestionOptions options) {
    this.frames = new TreeMap<>(frames);
    this.options = options;
  }

  List<Suggestion> suggest(List<Integer> annotated, int k) {
    List<Integer> chosen = new ArrayList<>(annotated);
    List<Suggestion> suggestions = new ArrayList<>();
    while (suggestions.size() < k) {
      Suggestion best = null;
      for (int frame : frames.keySet()) {
        Suggestion suggestion = score(frame, chosen);
        if (suggestion.score() > (best == null ? 0 : best.score())) {
          best = suggestion;
        }
      }
      if (best == null) {
        break;
      }
      suggestions.add(best);
      chosen.add(best.frame());
    }
    return suggestions;
  }

  private Suggestion score(int number, List<Integer> chosen) {
    Frame frame = frames.get(number);
    if (chosen.contains(number) || frame.presence(options.objects()) < options.minMaskPresence()) {
      return new Suggestion(number, 0, 0, number, frame.uncertainty());
    }
    double least = Double.POSITIVE_INFINITY;
    int nearest = -1;
    for (int reference : chosen) {
      double dissimilarity = dissimilarity(frames.get(reference), frame);
      nearest = dissimilarity < least ? reference : nearest;
      least = Math.min(least, dissimilarity);
    }
    double score = least + options.uncertaintyWeight() * frame.uncertainty();
    return new Suggestion(number, score, least, nearest, frame.uncertainty());
  }

  private double dissimilarity(Frame a, Frame b) {
    int n = a.shrinkage().length;
    double sum = 0;
    for (int p = 0; p < n; p++) {
      for (int q = 0; q < n; q++) {
        sum += Math.max(0, similarity(a, p, b, q) - similarity(b, p, a, q));
      }
    }
    return sum / (n * n);
  }

  private double similarity(Frame memory, int p, Frame query, int q) {
    int channels = memory.key().length;
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      double difference = memory.weighted(c, p, options) - query.weighted(c, q, options);
      sum += query.selection()[c][q] * difference * difference;
    }
    return -memory.shrinkage()[p] / Math.sqrt(channels) * sum;
  }
}
