package dev.engram.checkpoint.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
  private static final URI SECURE = URI.create("https://github.com/a");
  private static final URI PLAIN = URI.create("http://github.com/a");

  private static ProxySettings of(Map<String, String> environment) {
    return ProxySettings.of(environment::get);
  }

  @Test
  void withoutSettingsThereIsNoProxy() {
    assertThat(of(Map.of()).onTheWayTo(SECURE)).isEmpty();
    assertThat(of(Map.of("HTTPS_PROXY", " ")).onTheWayTo(SECURE)).isEmpty();
    assertThat(of(Map.of()).authenticator()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128, proxy.example:3128",
    "http://proxy.example:3128/, proxy.example:3128",
    "proxy.example:3128, proxy.example:3128",
    "http://proxy.example, proxy.example:80",
    "http://me:p%40ss@proxy.example:3128, proxy.example:3128"
  })
  void aProxyIsWrittenAsPeopleDo(String value, String hostAndPort) {
    assertThat(of(Map.of("HTTPS_PROXY", value)).onTheWayTo(SECURE))
        .isEqualTo(" through the proxy " + hostAndPort);
  }

  @Test
  void eachSchemeHasItsOwnAndLowerCaseComesFirst() {
    ProxySettings proxies =
        of(
            Map.of(
                "http_proxy", "a:1", "HTTP_PROXY", "b:2", "https_proxy", "", "HTTPS_PROXY", "c:3"));

    assertThat(proxies.onTheWayTo(PLAIN)).endsWith("a:1");
    assertThat(proxies.onTheWayTo(SECURE)).endsWith("c:3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "github.com",
        ".github.com",
        "*.github.com",
        "localhost, GitHub.com",
        "com",
        "github.com:443",
        "*"
      })
  void hostsAreExempt(String list) {
    assertThat(of(Map.of("HTTPS_PROXY", "a:1", "no_proxy", list)).onTheWayTo(SECURE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hub.com", "github.com:80", "api.github.com", "localhost,,", " "})
  void othersAreNot(String list) {
    assertThat(of(Map.of("HTTPS_PROXY", "a:1", "NO_PROXY", list)).onTheWayTo(SECURE)).isNotEmpty();
  }

  @Test
  void systemPropertiesComeBeforeTheEnvironment() {
    System.setProperty("https.proxyHost", "by-property");
    System.setProperty("https.proxyPort", "9");
    System.setProperty("http.nonProxyHosts", "exempt.example");
    try {
      ProxySettings proxies = of(Map.of("HTTPS_PROXY", "a:1", "HTTP_PROXY", "b:2"));
      assertThat(proxies.onTheWayTo(SECURE)).endsWith("by-property:9");
      assertThat(proxies.onTheWayTo(URI.create("https://exempt.example/"))).isEmpty();
      assertThat(proxies.onTheWayTo(PLAIN)).endsWith("b:2");
    } finally {
      System.clearProperty("https.proxyHost");
      System.clearProperty("https.proxyPort");
      System.clearProperty("http.nonProxyHosts");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"socks5://me:secret@host:1080", "https://me:secret@host", "http://me:secret@a b"})
  void whatJavaCannotUseIsRefusedWithoutRepeatingAPassword(String value) {
    assertThatThrownBy(() -> of(Map.of("HTTPS_PROXY", value)))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith("HTTPS_PROXY: not a proxy. Set it to http://HOST:PORT")
        .hasMessageNotContaining("secret");
  }
}
