package dev.engram.studio.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.common.Folders;
import dev.engram.project.Project;
import dev.engram.studio.Studio;
import dev.engram.studio.StudioOptions;
import dev.engram.studio.TinyProject;
import dev.engram.testing.TinyClip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A studio that serves a clip of 8 frames with one object, on a free port of this machine, for all
 * tests of a class. Folders: {@code clip.engram} the project, {@code given} named at the start,
 * {@code secret} out of reach.
 */
final class ServedClip implements BeforeAllCallback, AfterAllCallback {
  static final int FRAMES = 8;
  static final TinyClip CLIP = TinyClip.small();

  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private Path folder;
  private Studio studio;

  private ServedClip(String token) {
    this.token = token;
  }

  /** A studio of this machine alone, without a token. */
  static ServedClip open() {
    return new ServedClip(null);
  }

  static ServedClip withToken(String token) {
    return new ServedClip(token);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("engram-served").toRealPath();
    Path clip = CLIP.writeVideo(folder.resolve("clip.mp4"), FRAMES);
    Files.createDirectories(folder.resolve("given"));
    Files.createDirectories(folder.resolve("secret"));
    Project project = Project.create(folder.resolve("clip.engram"), clip);
    studio =
        Studio.open(
            project,
            TinyProject.model(),
            new StudioOptions("127.0.0.1", 0, token, List.of(folder.resolve("given")), false));
    assertAnswered(post("/objects", "{\"name\":\"square\"}"));
  }

  private static void assertAnswered(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + ": " + answer.body());
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    studio.close();
    Folders.delete(folder);
  }

  int port() {
    return studio.port();
  }

  String address() {
    return studio.address();
  }

  /** A file beside the project. */
  Path file(String name) {
    return folder.resolve(name);
  }

  Path project() {
    return folder.resolve("clip.engram");
  }

  /** A request to a path of the API, with the token if there is one. */
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port() + Api.ROOT + path))
            .timeout(Duration.ofSeconds(60));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      return sendAnew(request, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A server closes a connection on which it refused a body; who had it ready for the next request
   * learns of that only then.
   */
  private static HttpResponse<String> sendAnew(HttpRequest.Builder request, IOException first) {
    try {
      return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      first.addSuppressed(e);
      throw new UncheckedIOException(first);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> delete(String path) {
    return send(request(path).DELETE());
  }

  HttpResponse<String> post(String path, String json) {
    return send(json("POST", path, json));
  }

  HttpRequest.Builder json(String method, String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(json));
  }

  /** The state of the project. */
  JsonNode state() {
    return tree(get("/project"));
  }

  static JsonNode tree(HttpResponse<String> answer) {
    assertAnswered(answer);
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Draws the object in the first frame and has all others segmented. */
  void segment() throws InterruptedException {
    String stroke = "{\"label\":1,\"radius\":6,\"points\":[[20,20],[30,25]]}";
    assertAnswered(post("/frames/0/strokes", stroke));
    assertAnswered(post("/propagation", "{\"from\":0,\"direction\":\"forward\"}"));
    Waiting.until(this, "propagation", each -> !each.path("state").asText().equals("running"));
  }

  RawHttp raw() {
    return new RawHttp(port());
  }

  @Override
  public String toString() {
    return Objects.toString(folder);
  }
}
