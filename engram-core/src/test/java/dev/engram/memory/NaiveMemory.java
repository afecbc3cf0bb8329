package dev.engram.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The twin of {@link MemoryBank}: one Java object an element, loops over doubles, and values in a
 * map that has no entry for an object that the element does not know.
 */
final class NaiveMemory {
  /** What an element of working memory starts from. */
  record Pixel(double[] key, double shrinkage, double[] selection) {}

  private static final class Element {
    final Pixel pixel;
    final Map<Integer, double[]> values = new HashMap<>();
    double use;
    double life = 1e-7;

    Element(Pixel pixel) {
      this.pixel = pixel;
    }

    double usage() {
      return use / life;
    }
  }

  private final MemoryOptions options;
  private final int valueChannels;
  private final List<Integer> objects = new ArrayList<>();
  private final List<List<Element>> frames = new ArrayList<>();
  private final List<Element> longTerm = new ArrayList<>();
  private final TreeMap<Long, List<Element>> references = new TreeMap<>();
  private boolean closeCall;

  NaiveMemory(MemoryOptions options, int valueChannels) {
    this.options = options;
    this.valueChannels = valueChannels;
  }

  List<Integer> objects() {
    return objects;
  }

  int longTermElements() {
    return longTerm.size();
  }

  int workingElements() {
    return frames.stream().mapToInt(List::size).sum();
  }

  /**
   * Whether a choice (of the k most similar, of the most used) has ever hung on a difference that
   * single precision does not see; from then on a single-precision memory may rightly differ.
   */
  boolean hadACloseCall() {
    return closeCall;
  }

  /** The readout by object (in their order), query and channel. */
  double[][][] read(List<Pixel> queries) {
    List<Element> all = new ArrayList<>(longTerm);
    references.values().forEach(all::addAll);
    frames.forEach(all::addAll);
    double[][][] readout = new double[objects.size()][queries.size()][];
    for (int o = 0; o < objects.size(); o++) {
      int id = objects.get(o);
      List<Element> known = all.stream().filter(e -> e.values.containsKey(id)).toList();
      for (int q = 0; q < queries.size(); q++) {
        readout[o][q] = readPixel(known, id, queries.get(q), o == 0);
      }
    }
    if (options.longTerm()) {
      all.forEach(element -> element.life++);
    }
    return readout;
  }

  private double[] readPixel(List<Element> known, int id, Pixel query, boolean countUse) {
    double[] similarity =
        known.stream().mapToDouble(element -> similarity(element.pixel, query)).toArray();
    List<Integer> ranked =
        IntStream.range(0, similarity.length)
            .boxed()
            .sorted(Comparator.comparingDouble(n -> -similarity[n]))
            .toList();
    int k = Math.min(options.topK(), ranked.size());
    if (k < ranked.size()) {
      noteIfClose(similarity[ranked.get(k - 1)], similarity[ranked.get(k)], 2e-5);
    }
    double[] weights =
        softmax(ranked.subList(0, k).stream().mapToDouble(n -> similarity[n]).toArray());
    double[] sum = new double[valueChannels];
    for (int i = 0; i < k; i++) {
      Element element = known.get(ranked.get(i));
      addScaled(sum, element.values.get(id), weights[i]);
      if (countUse) {
        element.use += weights[i];
      }
    }
    return sum;
  }

  /** Adds a frame; {@code values} by object and pixel, the objects in the order of {@code ids}. */
  void add(List<Pixel> pixels, double[][][] values, List<Integer> ids) {
    if (!options.longTerm()
        && frames.size() + forReferences() >= MemoryOptions.FRAMES_WITHOUT_LONG_TERM) {
      frames.remove(1 - forReferences());
    }
    frames.add(elements(pixels, values, ids));
    objects.clear();
    objects.addAll(ids);
    forgetElementsWithoutValues();
    if (options.longTerm() && frames.size() + forReferences() >= options.maxMidTermFrames()) {
      consolidate();
    }
  }

  private static List<Element> elements(
      List<Pixel> pixels, double[][][] values, List<Integer> ids) {
    List<Element> elements = new ArrayList<>();
    for (int p = 0; p < pixels.size(); p++) {
      Element element = new Element(pixels.get(p));
      for (int o = 0; o < ids.size(); o++) {
        element.values.put(ids.get(o), values[o][p]);
      }
      elements.add(element);
    }
    return elements;
  }

  /** References take the place of the first frame. */
  private int forReferences() {
    return references.isEmpty() ? 0 : 1;
  }

  int permanentElements() {
    return references.values().stream().mapToInt(List::size).sum();
  }

  void putReference(long number, List<Pixel> pixels, double[][][] values, List<Integer> ids) {
    if (references.isEmpty() && !frames.isEmpty()) {
      references.put(Long.MIN_VALUE, frames.remove(0));
    }
    references.put(number, elements(pixels, values, ids));
    ids.stream().filter(id -> !objects.contains(id)).forEach(objects::add);
  }

  void removeReference(long number) {
    references.remove(number);
  }

  void clearWorking() {
    frames.subList(Math.min(1 - forReferences(), frames.size()), frames.size()).clear();
  }

  void clearTemporary() {
    frames.clear();
    longTerm.clear();
  }

  void removeObject(int id) {
    objects.remove((Integer) id);
    frames.forEach(frame -> frame.forEach(element -> element.values.remove(id)));
    longTerm.forEach(element -> element.values.remove(id));
    references.values().forEach(all -> all.forEach(element -> element.values.remove(id)));
    if (objects.isEmpty()) {
      references.clear();
    }
    forgetElementsWithoutValues();
  }

  private void forgetElementsWithoutValues() {
    frames.removeIf(frame -> frame.stream().allMatch(element -> element.values.isEmpty()));
    longTerm.removeIf(element -> element.values.isEmpty());
  }

  private void consolidate() {
    List<Element> candidates = new ArrayList<>();
    while (frames.size() + forReferences() > options.minMidTermFrames()) {
      candidates.addAll(frames.remove(1 - forReferences()));
    }
    int count = Math.min(options.numPrototypes(), candidates.size());
    while (longTerm.size() > options.maxLongTermElements() - count) {
      longTerm.remove(leastUsedOfLongTerm());
    }
    List<Element> mostUsedFirst = new ArrayList<>(candidates);
    mostUsedFirst.sort(Comparator.comparingDouble(element -> -element.usage()));
    List<Element> chosen = mostUsedFirst.subList(0, count);
    List<Element> others = mostUsedFirst.subList(count, candidates.size());
    chosen.forEach(element -> noteIfUsageIsClose(element, others));
    for (Element candidate : candidates) {
      if (chosen.contains(candidate)) {
        longTerm.add(prototype(candidate, candidates));
      }
    }
  }

  private Element leastUsedOfLongTerm() {
    List<Element> leastUsedFirst = new ArrayList<>(longTerm);
    leastUsedFirst.sort(Comparator.comparingDouble(Element::usage));
    noteIfUsageIsClose(leastUsedFirst.get(0), leastUsedFirst);
    return leastUsedFirst.get(0);
  }

  private Element prototype(Element chosen, List<Element> candidates) {
    double[] weights = affinity(chosen, candidates);
    double shrinkage = 0;
    for (int n = 0; n < candidates.size(); n++) {
      shrinkage += weights[n] * candidates.get(n).pixel.shrinkage;
    }
    Element prototype = new Element(new Pixel(chosen.pixel.key, shrinkage, new double[0]));
    for (int id : chosen.values.keySet()) {
      List<Element> own = candidates.stream().filter(c -> c.values.containsKey(id)).toList();
      double[] ownWeights = affinity(chosen, own);
      double[] value = new double[valueChannels];
      for (int n = 0; n < own.size(); n++) {
        addScaled(value, own.get(n).values.get(id), ownWeights[n]);
      }
      prototype.values.put(id, value);
    }
    return prototype;
  }

  private static double[] affinity(Element query, List<Element> candidates) {
    return softmax(
        candidates.stream().mapToDouble(c -> similarity(c.pixel, query.pixel)).toArray());
  }

  private static double similarity(Pixel memory, Pixel query) {
    double sum = 0;
    for (int c = 0; c < query.key.length; c++) {
      double difference = memory.key[c] - query.key[c];
      sum += query.selection[c] * difference * difference;
    }
    return -memory.shrinkage / Math.sqrt(query.key.length) * sum;
  }

  private static double[] softmax(double[] scores) {
    double[] weights = new double[scores.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double total = 0;
    for (int n = 0; n < scores.length; n++) {
      weights[n] = Math.exp(scores[n] - largest);
      total += weights[n];
    }
    for (int n = 0; n < scores.length; n++) {
      weights[n] /= total;
    }
    return weights;
  }

  private static void addScaled(double[] sum, double[] term, double factor) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += factor * term[c];
    }
  }

  /**
   * Equal usage is no close call: it comes from sums that are exact, mostly of nothing. But three
   * of which two are equal and the third is close may tie in single precision.
   */
  private void noteIfUsageIsClose(Element a, List<Element> others) {
    for (Element b : others) {
      if (a.usage() != b.usage()) {
        noteIfClose(a.usage(), b.usage(), 1e-4 * Math.max(a.usage(), b.usage()));
      }
    }
  }

  private void noteIfClose(double a, double b, double margin) {
    closeCall |= Math.abs(a - b) < margin;
  }
}
