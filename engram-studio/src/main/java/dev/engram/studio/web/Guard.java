package dev.engram.studio.web;

import dev.engram.studio.StudioOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the server. A page of another site that the user has open must not: neither through
 * a name that points here (DNS rebinding: {@code Host} is checked) nor from its own origin ({@code
 * Origin} and {@code Sec-Fetch-Site} are). Where other machines can reach the server, each request
 * needs the token. It stands before all else, so that nothing is kept for those it refuses.
 */
final class Guard extends Handler.Wrapper {
  /** Bytes of a request that is no upload. */
  static final long MOST_JSON = 4L << 20;

  /** Bytes of an upload. */
  static final long MOST_UPLOAD = 512L << 20;

  /** Pages that may be open at once. */
  static final int MOST_PAGES = 64;

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final String FOREIGN = "Pages of other sites may not call this server.";

  private final StudioOptions options;
  private final IntSupplier port;
  private final IntSupplier pages;

  /**
   * @param port that the server listens at
   * @param pages how many are open
   */
  Guard(StudioOptions options, IntSupplier port, IntSupplier pages) {
    this.options = options;
    this.port = port;
    this.pages = pages;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    AnswerHeaders.put(response.getHeaders());
    try {
      check(request);
    } catch (Refusal e) {
      if (!request.consumeAvailable()) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
      }
      Faults.answer(response, callback, e.status(), String.valueOf(e.getMessage()));
      return true;
    }
    return super.handle(request, response, callback);
  }

  private void check(Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (options.isLoopback() && !isLocal(host)) {
      throw new Refusal(421, "This server answers to localhost alone, not to " + printable(host));
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
      throw new Refusal(403, FOREIGN);
    }
    boolean index = Request.getPathInContext(request).equals("/");
    String site = request.getHeaders().get("Sec-Fetch-Site");
    boolean own = site == null || site.equals("same-origin") || site.equals("none");
    if (!own && !(index && request.getMethod().equals("GET"))) {
      throw new Refusal(403, FOREIGN);
    }
    String token = options.token();
    // the address with the token in it sets the cookie
    boolean start = index && Request.extractQueryParameters(request).get("token") != null;
    if (token != null && !start && !hasToken(request, token)) {
      throw new Refusal(
          401, "The token is missing or wrong. Open the address that 'engram studio' printed.");
    }
    if (request.getHeaders().contains("X-HTTP-Method-Override")) {
      throw new Refusal(400, "A request's method is that of its first line.");
    }
    requireBody(request);
    if (isPage(request) && pages.getAsInt() >= MOST_PAGES) {
      throw new Refusal(503, "Too many pages are open. Close one.");
    }
  }

  private boolean isLocal(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String lower = host.toLowerCase(Locale.ROOT);
    int own = port.getAsInt();
    return LOOPBACK.stream().anyMatch(name -> lower.equals(name + ":" + own))
        || (own == 80 && LOOPBACK.contains(lower));
  }

  private static String printable(@Nullable String host) {
    return host == null ? "no name" : host.replaceAll("[^A-Za-z0-9.:\\[\\]-]", "?");
  }

  /** Whether a token that somebody gave is the right one. */
  boolean admits(@Nullable String given) {
    String token = options.token();
    return token != null && given != null && same(given, token);
  }

  /** The cookie that bears the token; browsers do not tell ports of a machine apart. */
  String cookie() {
    return "engram-token-" + port.getAsInt();
  }

  private boolean hasToken(Request request, String token) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header != null && header.startsWith("Bearer ")) {
      return same(header.substring("Bearer ".length()), token);
    }
    String name = cookie();
    return Request.getCookies(request).stream()
        .anyMatch(cookie -> cookie.getName().equals(name) && same(cookie.getValue(), token));
  }

  /** Takes as long for a nearly right one as for any other. */
  private static boolean same(String given, String token) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireBody(Request request) {
    if (READING.contains(request.getMethod())) {
      return;
    }
    boolean upload = isUpload(request);
    long most = most(request);
    long length = request.getLength();
    if (length > most) {
      throw new Refusal(
          413, "That is " + (length >> 20) + " MB, and " + (most >> 20) + " the most.");
    }
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    boolean json = type != null && type.matches("(?i)application/json\\s*(;.*)?");
    boolean body = length > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    if (!upload && !json && body) {
      throw new Refusal(415, "Send JSON, with Content-Type: application/json.");
    }
  }

  /** Bytes that the body of a request may have. */
  static long most(Request request) {
    return isUpload(request) ? MOST_UPLOAD : MOST_JSON;
  }

  /** Whether a request may bring files. */
  static boolean isUpload(Request request) {
    String path = Request.getPathInContext(request);
    return path.endsWith("/imports") || path.endsWith("/mask");
  }

  private static boolean isPage(Request request) {
    return request.getHeaders().contains("Sec-WebSocket-Version");
  }
}
