package dev.engram.checkpoint.pull;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the user has set: by Java's system properties ({@code https.proxyHost} and its
 * like), or else by {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} in the
 * environment, in lower case or upper.
 */
final class ProxySettings extends ProxySelector {
  private static final List<Proxy> NONE = List.of(Proxy.NO_PROXY);
  private static final int USUAL_PORT = 80;

  /** Where variables come from. */
  @FunctionalInterface
  interface Environment {
    @Nullable String get(String name);
  }

  private final @Nullable NamedProxy http;
  private final @Nullable NamedProxy https;
  private final NoProxyList direct;

  private ProxySettings(@Nullable NamedProxy http, @Nullable NamedProxy https, NoProxyList direct) {
    this.http = http;
    this.https = https;
    this.direct = direct;
  }

  /**
   * @throws EngramException if a variable holds no proxy
   */
  static ProxySettings of(Environment environment) {
    return new ProxySettings(
        NamedProxy.of("HTTP_PROXY", environment),
        NamedProxy.of("HTTPS_PROXY", environment),
        NoProxyList.of(valueOf("NO_PROXY", environment).orElse("")));
  }

  private static Optional<String> valueOf(String name, Environment environment) {
    String lower = environment.get(name.toLowerCase(Locale.ROOT));
    String value = lower == null || lower.isBlank() ? environment.get(name) : lower;
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }

  @Override
  public List<Proxy> select(URI uri) {
    List<Proxy> byProperties = byProperties(uri);
    if (!byProperties.isEmpty()) {
      return byProperties;
    }
    boolean secure = isSecure(uri);
    NamedProxy proxy = secure ? https : http;
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    return proxy == null || direct.contains(uri.getHost(), port)
        ? NONE
        : List.of(new Proxy(Proxy.Type.HTTP, proxy.address));
  }

  /** Nothing if no property speaks of this scheme; a host that they exempt is a direct one. */
  private static List<Proxy> byProperties(URI uri) {
    ProxySelector usual = ProxySelector.getDefault();
    List<Proxy> selected = usual == null ? NONE : usual.select(uri);
    boolean configured =
        System.getProperty((isSecure(uri) ? "https" : "http") + ".proxyHost") != null;
    boolean direct = selected.stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
    return configured || !direct ? selected : List.of();
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // there is no second proxy to turn to
  }

  /**
   * Answers proxies with the user and password in the environment; nothing if there are none. One
   * serves for one client.
   */
  Optional<Authenticator> authenticator() {
    List<NamedProxy> withPassword = new ArrayList<>();
    for (NamedProxy proxy : new @Nullable NamedProxy[] {http, https}) {
      if (proxy != null && proxy.user != null && !withPassword.contains(proxy)) {
        withPassword.add(proxy);
      }
    }
    if (withPassword.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new OneTry(withPassword));
  }

  /** The proxy on the way to an address, for messages: a clause, or nothing without one. */
  String onTheWayTo(URI uri) {
    Proxy proxy = select(uri).get(0);
    return proxy.address() instanceof InetSocketAddress address
        ? " through the proxy " + address.getHostString() + ":" + address.getPort()
        : "";
  }

  private static boolean isSecure(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** Who asks again has refused the answer: trying it over and over locks people out. */
  private static final class OneTry extends Authenticator {
    private final List<NamedProxy> untried;

    OneTry(List<NamedProxy> proxies) {
      untried = proxies;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      for (NamedProxy proxy : untried) {
        if (proxy.address.getHostString().equals(getRequestingHost())
            && proxy.address.getPort() == getRequestingPort()) {
          untried.remove(proxy);
          return proxy.login();
        }
      }
      throw new EngramException(
          "the proxy "
              + getRequestingHost()
              + ":"
              + getRequestingPort()
              + ": refuses the user and password. Correct them in HTTPS_PROXY or HTTP_PROXY.");
    }
  }

  /** One variable. */
  private record NamedProxy(
      InetSocketAddress address, @Nullable String user, @Nullable String password) {
    static @Nullable NamedProxy of(String name, Environment environment) {
      Optional<String> value = valueOf(name, environment);
      if (value.isEmpty()) {
        return null;
      }
      try {
        String text = value.get();
        URI uri = URI.create(text.contains("://") ? text : "http://" + text);
        if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
          int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
          String[] login =
              uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
          return new NamedProxy(
              InetSocketAddress.createUnresolved(uri.getHost(), port),
              login.length > 0 ? login[0] : null,
              login.length > 1 ? login[1] : null);
        }
      } catch (IllegalArgumentException e) {
        throw refusal(name, e);
      }
      throw refusal(name, null);
    }

    /** Does not repeat the value: it may hold a password. */
    private static EngramException refusal(String name, @Nullable Throwable cause) {
      String message =
          name + ": not a proxy. Set it to http://HOST:PORT or http://USER:PASSWORD@HOST:PORT.";
      return cause == null ? new EngramException(message) : new EngramException(message, cause);
    }

    PasswordAuthentication login() {
      return new PasswordAuthentication(
          user == null ? "" : user, password == null ? new char[0] : password.toCharArray());
    }
  }
}
