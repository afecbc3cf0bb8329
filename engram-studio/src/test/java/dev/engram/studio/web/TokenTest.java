package dev.engram.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.studio.web.RawHttp.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
  private static final String TOKEN = "Correct-horse_battery";

  @RegisterExtension static final ServedClip studio = ServedClip.withToken(TOKEN);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /page/index.html",
        "GET /",
        "GET /api/v1/project",
        "GET /api/v1/health",
        "GET /api/v1/nothing",
        "GET /webjars/lit-html/x.js",
        "POST /api/v1/undo",
        "GET /api/v1/project?token=" + TOKEN,
        "GET //?token=" + TOKEN
      })
  void nothingIsAnsweredWithoutIt(String request) {
    assertThat(ask(request).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer Correct-horse_batterx",
        "Authorization: Bearer Correct-horse_batter",
        "Authorization: Bearer Correct-horse_battery2",
        "Authorization: Bearer correct-horse_battery",
        "Authorization: Bearer ",
        "Authorization: Basic " + TOKEN,
        "Cookie: engram-token-PORT=wrong",
        "Cookie: engram-token-PORT=",
        "Cookie: token=" + TOKEN,
        "X-Token: " + TOKEN
      })
  void norWithAWrongOne(String header) {
    assertThat(ask("GET /api/v1/project", header).status()).isEqualTo(401);
  }

  @Test
  void programsBearIt() {
    assertThat(ask("GET /api/v1/project", "Authorization: Bearer " + TOKEN).status())
        .isEqualTo(200);
    assertThat(studio.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void theStartAddressGivesItToTheBrowserAndIsLeft() {
    assertThat(studio.address()).endsWith("/?token=" + TOKEN);
    Answer start = ask("GET /?token=" + TOKEN);

    assertThat(start.status()).isEqualTo(302);
    assertThat(start.header("Location")).isIn("/", "http://localhost:" + studio.port() + "/");
    assertThat(start.body()).doesNotContain(TOKEN);
    String cookie = start.header("Set-Cookie");
    assertThat(cookie)
        .startsWith("engram-token-" + studio.port() + "=" + TOKEN)
        .contains("HttpOnly", "SameSite=Strict", "Path=/");

    String sent = "Cookie: other=1; " + cookie.substring(0, cookie.indexOf(';'));
    assertThat(ask("GET /", sent).status()).isEqualTo(200);
    assertThat(ask("GET /api/v1/project", sent).status()).isEqualTo(200);
  }

  @Test
  void aWrongStartAddressGivesNothing() {
    for (String path : List.of("/?token=wrong", "/?token=", "/?token=" + TOKEN + "x")) {
      Answer answer = ask("GET " + path);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers()).doesNotContainKey("set-cookie");
    }
  }

  @Test
  void eventsNeedItToo() {
    String[] upgrade = {
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };
    String events = "GET /api/v1/events";

    assertThat(ask(events, upgrade).status()).isEqualTo(401);
    List<String> borne = new ArrayList<>(Arrays.asList(upgrade));
    borne.add("Authorization: Bearer " + TOKEN);
    assertThat(ask(events, borne.toArray(String[]::new)).status()).isEqualTo(101);
  }

  @Test
  void whoHasItWrongIsToldSoAndNoMore() {
    assertThat(ask("GET /api/v1/project", "Cookie: engram-token-PORT=" + TOKEN + "x").body())
        .contains("token")
        .doesNotContain(TOKEN);
  }

  private static Answer ask(String request, String... headers) {
    List<String> head = new ArrayList<>(List.of(request + " HTTP/1.1", "Host: localhost:PORT"));
    if (request.startsWith("POST")) {
      head.add("Content-Length: 0");
    }
    head.addAll(Arrays.asList(headers));
    if (headers.length == 0 || !headers[0].equals("Connection: Upgrade")) {
      head.add("Connection: close");
    }
    return studio.raw().head(head.toArray(String[]::new));
  }
}
