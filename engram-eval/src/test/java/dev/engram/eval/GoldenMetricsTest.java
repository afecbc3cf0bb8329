package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The numbers of the DAVIS 2017 evaluation package. */
class GoldenMetricsTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void everyNumberIsTheDavisEvaluations() throws IOException {
    Map<String, List<Double>> expected = read(Shared.file("golden/metrics/expected.json"));
    Scores scores =
        ResultScorer.score(
            Shared.file("golden/metrics/truth"),
            Shared.file("golden/metrics/predicted"),
            Protocol.davis2017(),
            List.of());
    assertThat(scores.problems()).isEmpty();
    assertThat(scores.videos()).hasSize(2);
    int compared = 0;
    for (VideoScore video : scores.videos()) {
      for (ObjectScore object : video.objects()) {
        String name = video.name() + "_" + object.object() + ".";
        compare(expected, name + "J.", object.region(), object.regionStatistics());
        compare(expected, name + "F.", object.contour(), object.contourStatistics());
        compared++;
      }
    }
    assertThat(expected).hasSize(8 * compared);
  }

  private static void compare(
      Map<String, List<Double>> expected, String name, List<Double> values, Statistics all) {
    List<Double> frames = expected.get(name + "per_frame");
    assertThat(values).hasSameSizeAs(frames);
    for (int i = 0; i < values.size(); i++) {
      assertThat(values.get(i)).as(name + i).isCloseTo(frames.get(i), EXACT);
    }
    assertThat(all.mean()).isCloseTo(expected.get(name + "mean").get(0), EXACT);
    assertThat(all.recall()).isCloseTo(expected.get(name + "recall").get(0), EXACT);
    assertThat(all.decay()).isCloseTo(expected.get(name + "decay").get(0), EXACT);
  }

  /** Numbers by their path, such as {@code blackswan_1.J.mean}. */
  private static Map<String, List<Double>> read(Path file) throws IOException {
    Map<String, List<Double>> numbers = new TreeMap<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      while (json.nextToken() != null) {
        JsonToken token = json.currentToken();
        if (token.isNumeric()) {
          String path =
              json.getParsingContext()
                  .pathAsPointer()
                  .toString()
                  .substring(1)
                  .replaceAll("/[0-9]+$", "")
                  .replace('/', '.');
          numbers.computeIfAbsent(path, unused -> new ArrayList<>()).add(json.getDoubleValue());
        }
      }
    }
    return numbers;
  }
}
