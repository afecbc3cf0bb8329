package dev.engram.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.mask.LabelMap;
import dev.engram.studio.mask.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.openqa.selenium.support.ui.FluentWait;

/** The studio as a program sees it: what the page does is held against this. */
final class StudioApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLLING = Duration.ofMillis(40);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String root;
  private JsonNode size;

  StudioApi(int port) {
    root = "http://localhost:" + port + "/api/v1";
  }

  JsonNode state() {
    return json(get("/project"));
  }

  /** The state as soon as it is so. */
  JsonNode await(String what, Predicate<JsonNode> wanted) {
    return new FluentWait<>(this)
        .withTimeout(PATIENCE)
        .pollingEvery(POLLING)
        .withMessage(() -> what + " in " + state())
        .until(
            api -> {
              JsonNode state = api.state();
              return wanted.test(state) ? state : null;
            });
  }

  /** The state after a propagation that was asked for is done. */
  JsonNode awaitPropagated(String direction) {
    return await(
        "a propagation " + direction,
        state -> {
          JsonNode run = state.get("propagation");
          return run.get("state").asText().equals("idle")
              && run.get("direction").asText().equals(direction)
              && run.get("total").asInt() > 0
              && run.get("done").equals(run.get("total"));
        });
  }

  /** The mask that is shown of a frame. */
  LabelMap mask(int frame) {
    if (size == null) {
      size = state();
    }
    int width = size.get("width").asInt();
    int height = size.get("height").asInt();
    return Runs.decode(get("/frames/" + frame + "/mask"), width, height);
  }

  byte[] get(String path) {
    return send(request(path).GET().build());
  }

  JsonNode post(String path, Map<String, ?> body) {
    try {
      return json(
          send(
              request(path)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                  .build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE);
  }

  private byte[] send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new AssertionError(request.uri() + " answers " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
