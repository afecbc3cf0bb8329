package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ContourAccuracyTest {
  private static boolean at(LabelMap map, int label, int x, int y) {
    return x < map.width() && y < map.height() && map.at(x, y) == label;
  }

  /** As seg2bmap has it: everything, then the last row and column once more. */
  private static List<int[]> naiveContour(LabelMap map, int label) {
    List<int[]> contour = new ArrayList<>();
    for (int y = 0; y < map.height(); y++) {
      for (int x = 0; x < map.width(); x++) {
        boolean own = at(map, label, x, y);
        boolean east = own != at(map, label, x + 1, y);
        boolean south = own != at(map, label, x, y + 1);
        boolean is = east || south || own != at(map, label, x + 1, y + 1);
        is = y == map.height() - 1 ? east : is;
        is = x == map.width() - 1 ? south : is;
        if (is && !(x == map.width() - 1 && y == map.height() - 1)) {
          contour.add(new int[] {x, y});
        }
      }
    }
    return contour;
  }

  private static double naivePart(List<int[]> contour, List<int[]> other, int radius) {
    double near = 0;
    for (int[] p : contour) {
      near +=
          other.stream()
                  .anyMatch(
                      q ->
                          (p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1])
                              <= radius * radius)
              ? 1
              : 0;
    }
    return near / contour.size();
  }

  private static double naive(LabelMap a, LabelMap b, int label) {
    List<int[]> contourA = naiveContour(a, label);
    List<int[]> contourB = naiveContour(b, label);
    double precision = 1;
    double recall = 1;
    if (contourA.isEmpty() && !contourB.isEmpty()) {
      recall = 0;
    } else if (!contourA.isEmpty() && contourB.isEmpty()) {
      precision = 0;
    } else if (!contourA.isEmpty()) {
      int radius = (int) Math.ceil(0.008 * Math.hypot(a.width(), a.height()));
      precision = naivePart(contourA, contourB, radius);
      recall = naivePart(contourB, contourA, radius);
    }
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  /** A rectangle of object 2 with noise. */
  private static LabelMap random(Random random, int width, int height, double noise) {
    int left = random.nextInt(width);
    int top = random.nextInt(height);
    int right = left + random.nextInt(width);
    int bottom = top + random.nextInt(height);
    int[] labels = new int[width * height];
    for (int i = 0; i < labels.length; i++) {
      int x = i % width;
      int y = i / width;
      boolean in = x >= left && x <= right && y >= top && y <= bottom;
      labels[i] = in != (random.nextDouble() < noise) ? 2 : random.nextInt(2);
    }
    return LabelMap.of(width, height, labels);
  }

  @Property(tries = 150)
  void isThatOfTheNaiveTwinAndTheSameEitherWayRound(
      @ForAll @IntRange(min = 1, max = 260) int width,
      @ForAll @IntRange(min = 1, max = 45) int height,
      @ForAll @DoubleRange(min = 0, max = 0.02) double noise,
      @ForAll long seed) {
    Random random = new Random(seed);
    LabelMap a = random(random, width, height, noise);
    LabelMap b = random(random, width, height, noise / 2);
    assertThat(ContourAccuracy.of(a, b, 2)).isCloseTo(naive(a, b, 2), within(1e-12));
    assertThat(ContourAccuracy.of(b, a, 2)).isEqualTo(ContourAccuracy.of(a, b, 2));
    assertThat(ContourAccuracy.of(a, a, 2)).isEqualTo(1);
  }

  @Test
  void whatOnlyOneHasIsZeroAndWhatNeitherHasIsOne() {
    LabelMap nothing = LabelMap.of(30, 20, new int[600]);
    int[] some = new int[600];
    some[310] = 1;
    LabelMap dot = LabelMap.of(30, 20, some);
    assertThat(ContourAccuracy.of(nothing, dot, 1)).isZero();
    assertThat(ContourAccuracy.of(dot, nothing, 1)).isZero();
    assertThat(ContourAccuracy.of(nothing, nothing, 1)).isEqualTo(1);
    assertThat(ContourAccuracy.of(dot, dot, 7)).isEqualTo(1);
  }

  @Test
  void mapsOfDifferentSizesAreRefused() {
    assertThatThrownBy(
            () ->
                ContourAccuracy.of(LabelMap.of(2, 1, new int[2]), LabelMap.of(1, 2, new int[2]), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void regionsAndContoursScoreAsInTheEvaluationOfDavis() throws IOException {
    Path golden = Shared.file("golden/metrics");
    Map<String, List<Double>> expected = expected(golden.resolve("expected.json"));
    assertThat(expected).hasSize(6);
    for (String sequence : List.of("blackswan", "bmx-trees")) {
      List<MaskEntry> truths = MaskSet.open(golden.resolve("truth/" + sequence)).entries();
      List<MaskEntry> predictions = MaskSet.open(golden.resolve("predicted/" + sequence)).entries();
      for (int label : truths.get(0).read().labels().labels()) {
        List<Double> regions = expected.get(sequence + "_" + label + "/J");
        List<Double> contours = expected.get(sequence + "_" + label + "/F");
        assertThat(truths).hasSize(regions.size() + 2);
        for (int i = 0; i < regions.size(); i++) {
          LabelMap truth = truths.get(i + 1).read().labels();
          LabelMap predicted = predictions.get(i + 1).read().labels();
          String place = sequence + " " + label + " " + truths.get(i + 1).stem();
          assertThat(RegionSimilarity.of(predicted, truth, label))
              .as("J of " + place)
              .isCloseTo(regions.get(i), within(1e-9));
          assertThat(ContourAccuracy.of(predicted, truth, label))
              .as("F of " + place)
              .isCloseTo(contours.get(i), within(1e-9));
        }
      }
    }
  }

  /** The values of each frame, by {@code SEQUENCE_LABEL/MEASURE}. */
  private static Map<String, List<Double>> expected(Path file) throws IOException {
    Map<String, List<Double>> values = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_ARRAY) {
          String[] path = json.getParsingContext().pathAsPointer().toString().split("/");
          List<Double> frames = new ArrayList<>();
          while (json.nextToken() != JsonToken.END_ARRAY) {
            frames.add(json.getDoubleValue());
          }
          values.put(path[1] + "/" + path[2], frames);
        }
      }
    }
    return values;
  }
}
