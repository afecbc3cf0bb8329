package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.JobSummary;
import dev.engram.SegmenterOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryJsonTest {
  private static final String TEXT =
      SummaryJson.of(
          new SummaryJson.Run(
              "a \"b\".mp4", "C:\\out", "XMem", "cpu", "bf16", 1.25, 3_000_000_000L),
          new JobSummary(60, 40, List.of(2, 300), 720, 480),
          SegmenterOptions.defaults());

  /** Leaves by their path, such as {@code options.size}. */
  private static Map<String, String> leaves() throws IOException {
    Map<String, String> leaves = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(TEXT)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isScalarValue()) {
          String path = json.getParsingContext().pathAsPointer().toString();
          leaves.put(path.substring(1).replace('/', '.'), json.getText());
        }
      }
    }
    return leaves;
  }

  @Test
  void isOneLineOfJson() throws IOException {
    assertThat(TEXT.lines()).hasSize(1);
    assertThat(leaves()).isNotEmpty();
  }

  @Test
  void tellsWhatWasDone() throws IOException {
    assertThat(leaves())
        .containsEntry("input", "a \"b\".mp4")
        .containsEntry("output", "C:\\out")
        .containsEntry("frames", "60")
        .containsEntry("seconds", "40.0")
        .containsEntry("framesPerSecond", "1.5")
        .containsEntry("secondsToFirstMask", "1.25")
        .containsEntry("peakMemoryBytes", "3000000000")
        .containsEntry("objects.1", "300");
  }

  @Test
  void tellsEveryOptionByItsName() throws IOException {
    assertThat(leaves())
        .containsEntry("options.size", "480")
        .containsEntry("options.maxInternalSize", "1080")
        .containsEntry("options.memEvery", "5")
        .containsEntry("options.deepUpdateEvery", "-1")
        .containsEntry("options.maxMidTermFrames", "10")
        .containsEntry("options.minMidTermFrames", "5")
        .containsEntry("options.numPrototypes", "128")
        .containsEntry("options.maxLongTermElements", "10000")
        .containsEntry("options.longTerm", "true")
        .containsEntry("options.topK", "30")
        .containsEntry("options.precision", "bf16")
        .containsEntry("options.device", "cpu");
  }
}
