package dev.engram.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.checkpoint.TensorData;
import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.testing.OneThread;
import dev.engram.testing.Shared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The frames that XMem++ suggests. */
@ExtendWith(OneThread.class)
class GoldenSuggestionTest {
  /** What the reference was given, and which frames it chose. */
  private static final class Setting {
    double alpha = 0.5;
    List<Integer> previous = List.of(0);
    List<Integer> chosen = List.of();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT16"})
  void theFramesOfTheReferenceAreChosen(TensorType type) throws IOException {
    Map<String, Setting> settings = settings();
    assertThat(settings).containsOnlyKeys("default", "alpha0", "alpha1", "two_previous");
    try (FrameKeys keys = FrameKeys.temporary(type)) {
      fill(keys);
      for (Map.Entry<String, Setting> entry : settings.entrySet()) {
        Setting setting = entry.getValue();
        FrameSuggester suggester =
            new FrameSuggester(
                keys, SuggestionOptions.defaults().withAlpha(setting.alpha), Device.CPU);
        setting.previous.forEach(suggester::annotate);
        assertThat(suggester.suggest(5))
            .as(entry.getKey())
            .extracting(Suggestion::frame)
            .isEqualTo(setting.chosen);
      }
    }
  }

  private static void fill(FrameKeys keys) throws IOException {
    Map<String, TensorData> golden = Shared.npz("golden/suggestion.npz");
    try (TensorScope scope = TensorScope.open()) {
      Tensor key = Shared.tensor(golden.get("keys"));
      Tensor shrinkage = Shared.tensor(golden.get("shrinkage"));
      Tensor selection = Shared.tensor(golden.get("selection"));
      Tensor masks = Shared.tensor(golden.get("masks"));
      for (int frame = 0; frame < key.size(0); frame++) {
        keys.append(
            frame,
            key.narrow(0, frame, 1),
            shrinkage.narrow(0, frame, 1),
            selection.narrow(0, frame, 1),
            masks.narrow(0, frame, 1),
            0);
      }
    }
  }

  private static Map<String, Setting> settings() throws IOException {
    Map<String, Setting> settings = new LinkedHashMap<>();
    Setting setting = new Setting();
    try (JsonParser json =
        new JsonFactory().createParser(Shared.file("golden/suggestion.json").toFile())) {
      json.nextToken();
      while (json.nextToken() != null) {
        if (json.currentToken() != JsonToken.FIELD_NAME) {
          continue;
        }
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "parameters" -> {}
          case "alpha" -> setting.alpha = json.getDoubleValue();
          case "previously_chosen_candidates" -> setting.previous = integers(json);
          case "chosen" -> setting.chosen = integers(json);
          default -> {
            setting = new Setting();
            settings.put(name, setting);
          }
        }
      }
    }
    return settings;
  }

  private static List<Integer> integers(JsonParser json) throws IOException {
    List<Integer> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(json.getIntValue());
    }
    return values;
  }
}
