package dev.engram.checkpoint.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from hosts that only a proxy knows. */
class ThroughProxyTest {
  private static final byte[] MODEL = PullScene.model();
  private static final String LOGIN =
      "Basic " + Base64.getEncoder().encodeToString("me:p@ss".getBytes(UTF_8));

  @TempDir Path folder;
  private PullScene scene;

  @BeforeEach
  void setUp() {
    scene = new PullScene(folder);
  }

  private static ModelSource source(String address, String variable, String proxy) {
    return new HttpSource(
        URI.create(address), ProxySettings.of(Map.of(variable, proxy)::get), PullScene.QUICK);
  }

  @Test
  void aRequestGoesThroughTheProxyOfTheEnvironment() {
    try (TinyProxy proxy = new TinyProxy(MODEL, null)) {
      scene.pull(source("http://weights.invalid/", "HTTP_PROXY", "http://" + proxy.hostAndPort()));

      assertThat(scene.model("")).hasBinaryContent(MODEL);
      assertThat(proxy.heads()).hasSize(1);
      assertThat(proxy.heads().get(0)).startsWith("GET http://weights.invalid/XMem.pth HTTP/1.1");
    }
  }

  @Test
  void aProxyThatAsksGetsUserAndPassword() {
    try (TinyProxy proxy = new TinyProxy(MODEL, LOGIN)) {
      String value = "http://me:p%40ss@" + proxy.hostAndPort();
      scene.pull(source("http://weights.invalid/", "http_proxy", value));

      assertThat(scene.model("")).hasBinaryContent(MODEL);
      assertThat(proxy.heads()).hasSize(2);
    }
  }

  @Test
  void soDoesOneOnTheWayToASecureAddress() {
    try (TinyProxy proxy = new TinyProxy(MODEL, LOGIN)) {
      String value = "http://me:p%40ss@" + proxy.hostAndPort();
      assertThatThrownBy(() -> scene.pull(source("https://weights.invalid/", "HTTPS_PROXY", value)))
          .isInstanceOf(EngramException.class);

      assertThat(proxy.heads().get(0)).startsWith("CONNECT weights.invalid:443 HTTP/1.1");
      assertThat(proxy.heads().get(1))
          .startsWith("CONNECT weights.invalid:443 HTTP/1.1")
          .contains("Proxy-Authorization: " + LOGIN);
    }
  }

  @Test
  void whoGaveNoPasswordIsToldHow() {
    try (TinyProxy proxy = new TinyProxy(MODEL, LOGIN)) {
      for (String scheme : new String[] {"http", "https"}) {
        ModelSource source =
            source(scheme + "://weights.invalid/", scheme + "_proxy", proxy.hostAndPort());
        assertThatThrownBy(() -> scene.pull(source))
            .isInstanceOf(EngramException.class)
            .hasMessageContaining("HTTP 407: the proxy wants a user and password. Set HTTPS_PROXY");
      }
    }
  }

  @Test
  void aPasswordThatIsRefusedIsTriedOnce() {
    for (String scheme : new String[] {"http", "https"}) {
      try (TinyProxy proxy = new TinyProxy(MODEL, LOGIN)) {
        String value = "http://me:wrong@" + proxy.hostAndPort();
        ModelSource source = source(scheme + "://weights.invalid/", scheme + "_proxy", value);
        assertThatThrownBy(() -> scene.pull(source))
            .isInstanceOf(EngramException.class)
            .hasMessage(
                "the proxy "
                    + proxy.hostAndPort()
                    + ": refuses the user and password. Correct them in HTTPS_PROXY or HTTP_PROXY.");
        assertThat(proxy.heads()).hasSize(2);
      }
    }
  }

  @Test
  void aProxyThatIsNotThereIsNamed() {
    TinyProxy closed = new TinyProxy(MODEL, null);
    closed.close();

    assertThatThrownBy(
            () ->
                scene.pull(source("https://weights.invalid/", "HTTPS_PROXY", closed.hostAndPort())))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining(
            "cannot be reached through the proxy " + closed.hostAndPort() + " (no connection)");
  }
}
