package dev.engram.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.studio.web.RawHttp.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {
  private static final String HEALTH = "GET /api/v1/health HTTP/1.1";
  private static final String LOCAL = "Host: localhost:PORT";
  private static final String CLOSE = "Connection: close";

  @RegisterExtension static final ServedClip studio = ServedClip.open();

  @ParameterizedTest
  @ValueSource(strings = {"localhost:PORT", "LOCALHOST:PORT", "127.0.0.1:PORT", "[::1]:PORT"})
  void thisMachineIsAnswered(String host) {
    assertThat(studio.raw().head(HEALTH, "Host: " + host, CLOSE).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:PORT",
        "localhost",
        "localhost:1",
        "localhost:0PORT",
        "localhost.:PORT",
        "localhost.evil.example:PORT",
        "evil.example#localhost:PORT",
        "127.0.0.1.evil.example:PORT",
        "0.0.0.0:PORT",
        "127.1:PORT",
        "2130706433:PORT",
        "[::]:PORT",
        "[::ffff:127.0.0.1]:PORT",
        "[fe80::1]:PORT",
        "localhost:PORT@evil.example",
        "evil.example, localhost:PORT"
      })
  void anotherNameThatPointsHereIsNot(String host) {
    Answer answer = studio.raw().head(HEALTH, "Host: " + host, CLOSE);

    assertThat(answer.status()).isIn(400, 421);
    assertThat(answer.body()).startsWith("{\"error\":").doesNotContain("version");
  }

  @Test
  void theTargetsNameCountsAsTheHostDoes() {
    RawHttp raw = studio.raw();
    String foreign = "GET http://evil.example/api/v1/health HTTP/1.1";

    assertThat(raw.head(foreign, "Host: evil.example", CLOSE).status()).isEqualTo(421);
    assertThat(raw.head(foreign, LOCAL, CLOSE).status()).isEqualTo(400);
    assertThat(
            raw.head("GET http://localhost:PORT/api/v1/health HTTP/1.1", "Host: evil", CLOSE)
                .status())
        .isEqualTo(400);
  }

  @Test
  void aHostIsNeededOnceAndOnlyOnce() {
    RawHttp raw = studio.raw();

    assertThat(raw.head("GET /api/v1/health HTTP/1.0").status()).isEqualTo(421);
    assertThat(raw.head(HEALTH, CLOSE).status()).isEqualTo(400);
    assertThat(raw.head(HEALTH, LOCAL, "Host: evil.example", CLOSE).status()).isEqualTo(400);
    assertThat(raw.head(HEALTH, "Host:", CLOSE).status()).isIn(400, 421);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://evil.example",
        "http://localhost",
        "http://localhost:1",
        "https://localhost:PORT",
        "http://localhost:PORT.evil.example",
        "http://127.0.0.1:PORT",
        "file://"
      })
  void pagesOfOtherOriginsAreRefused(String origin) {
    Answer read = studio.raw().head(HEALTH, LOCAL, "Origin: " + origin, CLOSE);
    Answer write =
        studio
            .raw()
            .head(
                "POST /api/v1/undo HTTP/1.1",
                LOCAL,
                "Origin: " + origin,
                "Content-Length: 0",
                CLOSE);
    Answer events = upgrade(LOCAL, "Origin: " + origin);

    assertThat(read.status()).isEqualTo(403);
    assertThat(write.status()).isEqualTo(403);
    assertThat(events.status()).isEqualTo(403);
    assertThat(events.body()).contains("Pages of other sites");
    assertThat(write.headers()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void thePageItselfIsAnswered() {
    String own = "Origin: http://localhost:PORT";

    assertThat(studio.raw().head(HEALTH, LOCAL, own, CLOSE).status()).isEqualTo(200);
    assertThat(upgrade(LOCAL, own).status()).isEqualTo(101);
  }

  @Test
  void anEventLineOfAnotherNameIsRefused() {
    assertThat(upgrade("Host: evil.example:PORT").status()).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "CROSS-SITE", "anything"})
  void whatTheBrowserSaysIsFromElsewhereIsRefused(String site) {
    String from = "Sec-Fetch-Site: " + site;

    assertThat(studio.raw().head("GET /api/v1/project HTTP/1.1", LOCAL, from, CLOSE).status())
        .isEqualTo(403);
    assertThat(studio.raw().head("GET /page/js/main.js HTTP/1.1", LOCAL, from, CLOSE).status())
        .isEqualTo(403);
    assertThat(upgrade(LOCAL, from).status()).isEqualTo(403);
  }

  @Test
  void aLinkFromElsewhereOpensThePageAlone() {
    String from = "Sec-Fetch-Site: cross-site";

    assertThat(studio.raw().head("GET / HTTP/1.1", LOCAL, from, CLOSE).status()).isEqualTo(200);
    assertThat(
            studio.raw().head("POST / HTTP/1.1", LOCAL, from, "Content-Length: 0", CLOSE).status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp"
      })
  void whatAFormCanSendIsNoRequest(String type) {
    HttpResponse<String> answer =
        studio.send(
            studio
                .request("/objects")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"name\":\"forged\"}")));

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(studio.state().path("objects")).hasSize(1);
  }

  private static Answer upgrade(String... more) {
    String[] head = new String[more.length + 5];
    head[0] = "GET /api/v1/events HTTP/1.1";
    System.arraycopy(more, 0, head, 1, more.length);
    int end = more.length + 1;
    head[end] = "Connection: Upgrade";
    head[end + 1] = "Upgrade: websocket";
    head[end + 2] = "Sec-WebSocket-Version: 13";
    head[end + 3] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    return studio.raw().head(head);
  }
}
