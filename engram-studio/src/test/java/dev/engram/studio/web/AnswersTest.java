package dev.engram.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.studio.web.RawHttp.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private static final String LOCAL = "Host: localhost:PORT";
  private static final String CLOSE = "Connection: close";

  @RegisterExtension static final ServedClip studio = ServedClip.open();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "GET /page/css/base.css HTTP/1.1",
        "GET /favicon.ico HTTP/1.1",
        "GET /nothing HTTP/1.1",
        "GET /api/v1/project HTTP/1.1",
        "GET /api/v1/frames/0/image HTTP/1.1",
        "GET /api/v1/frames/0/mask HTTP/1.1",
        "GET /api/v1/frames/0/thumbnail HTTP/1.1",
        "GET /api/v1/frames/99/image HTTP/1.1",
        "GET /api/v1/frames/x/image HTTP/1.1",
        "GET /api/v1/events HTTP/1.1",
        "GET /api/v1/exports/e9/file HTTP/1.1",
        "GET /?token=given HTTP/1.1",
        "HEAD / HTTP/1.1",
        "HEAD /api/v1/frames/0/image HTTP/1.1",
        "OPTIONS /api/v1/project HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "TRACE /api/v1/project HTTP/1.1",
        "PROPFIND / HTTP/1.1",
        "CONNECT evil.example:443 HTTP/1.1",
        "PUT /api/v1/project HTTP/1.1",
        "DELETE / HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "GET /../x HTTP/1.1",
        "GET /a b HTTP/1.1",
        "GET / HTTP/3.0",
        "GET /",
        "nonsense",
        "PRI * HTTP/2.0"
      })
  void everyAnswerForbidsTheBrowserWhatItDoesNotNeed(String request) {
    assertSafe(studio.raw().head(request, LOCAL, CLOSE));
    assertSafe(studio.raw().head(request, "Host: evil.example", CLOSE));
    assertSafe(studio.raw().head(request, LOCAL, CLOSE, "no header"));
    assertSafe(studio.raw().head(request, LOCAL, CLOSE, "X: " + "x".repeat(30_000)));
    assertSafe(
        studio
            .raw()
            .head(
                request,
                LOCAL,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
  }

  private static void assertSafe(Answer answer) {
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "*", "http");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(answer.header("Cache-Control")).containsAnyOf("no-store", "no-cache", "private");
    assertThat(answer.headers())
        .doesNotContainKeys("server", "x-powered-by", "set-cookie", "access-control-allow-origin");
    assertThat(answer.body()).doesNotContain("Jetty", "jetty", "Exception", "\tat ");
    if (answer.status() >= 400 && !answer.body().isEmpty()) {
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      assertThat(answer.body()).startsWith("{\"error\":\"").endsWith("\"}").doesNotContain("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "FOO", "QUERY"})
  void methodsThatAreNotMeantAreRefused(String method) {
    Answer answer =
        studio
            .raw()
            .head(
                method + " /api/v1/project HTTP/1.1",
                LOCAL,
                CLOSE,
                "X-Secret: told to nobody",
                "Access-Control-Request-Method: PUT");

    assertThat(answer.status()).isIn(404, 405);
    assertThat(answer.body()).doesNotContain("told to nobody");
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-methods");
  }

  @Test
  void headHasNoBody() {
    Answer answer = studio.raw().head("HEAD /api/v1/project HTTP/1.1", LOCAL, CLOSE);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aMethodCannotBeSmuggledInAHeader() {
    Answer answer =
        studio
            .raw()
            .head("GET /api/v1/objects/1 HTTP/1.1", LOCAL, CLOSE, "X-HTTP-Method-Override: DELETE");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(studio.state().path("objects")).hasSize(1);
  }

  @Test
  void aFileThatIsDamagedIsToldOfWithoutTheProgramsInsides() throws Exception {
    studio.segment();
    Path other = Files.createDirectories(studio.file("given").resolve("other"));
    ServedClip.CLIP.writeMask(other.resolve("00000.png"), 1);
    Files.write(other.resolve("00001.png"), new byte[] {1, 2, 3});
    ServedClip.tree(studio.send(studio.json("PUT", "/comparison", "{\"folder\":\"other\"}")));

    Answer answer = studio.raw().get("/api/v1/frames/1/comparison");
    assertThat(answer.status()).isEqualTo(409);
    assertSafe(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=99999999999-",
        "bytes=0-0",
        "bytes",
        "bytes=x-y",
        "bytes=-",
        "bytes=5-1",
        "bytes=0-,0-,0-"
      })
  void anExportIsSentWholeWhateverRangeIsAskedFor(String range) throws Exception {
    Path file = studio.project().resolve("exports");
    Files.createDirectories(file);
    String id = export();
    Answer answer =
        studio
            .raw()
            .head("GET /api/v1/exports/" + id + "/file HTTP/1.1", LOCAL, CLOSE, "Range: " + range);

    assertSafe(answer);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Disposition")).startsWith("attachment; filename=\"clip-");
    assertThat(answer.body()).contains("segmentations");
  }

  private static String exported = "";

  private static String export() throws InterruptedException {
    if (exported.isEmpty()) {
      studio.segment();
      exported =
          ServedClip.tree(studio.post("/exports", "{\"format\":\"youtube-vis\"}"))
              .path("id")
              .asText();
      Waiting.until(studio, "exports", all -> all.get(0).path("state").asText().equals("done"));
    }
    return exported;
  }

  @Test
  void anAnswerHasWhatItsRequestChangedAlsoIfPagesHaveBeenToldBefore() throws Exception {
    for (int i = 24; i >= 0; i--) {
      String name = "square" + "!".repeat(i);
      JsonNode answer =
          ServedClip.tree(
              studio.send(studio.json("PATCH", "/objects/1", "{\"name\":\"" + name + "\"}")));
      assertThat(answer.at("/changes/objects/0/name").asText()).isEqualTo(name);
      Thread.sleep(i);
    }
  }
}
