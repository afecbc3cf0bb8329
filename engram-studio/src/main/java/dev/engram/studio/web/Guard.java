package dev.engram.studio.web;

import dev.engram.studio.StudioOptions;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the server. A page of another site that the user has open must not: neither through
 * a name that points here (DNS rebinding: {@code Host} is checked) nor from its own origin ({@code
 * Origin} and {@code Sec-Fetch-Site} are). Where other machines can reach the server, each request
 * needs the token.
 */
final class Guard {
  /** Bytes of a request that is no upload. */
  static final long MOST_JSON = 4L << 20;

  /** Bytes of an upload. */
  static final long MOST_UPLOAD = 512L << 20;

  private static final String COOKIE = "engram-token";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final StudioOptions options;

  Guard(StudioOptions options) {
    this.options = options;
  }

  /** Sets the headers of every answer, and refuses the request if it must not be answered. */
  void check(Context ctx, int port) {
    headers(ctx);
    String host = ctx.header("Host");
    if (options.isLoopback() && !isLocal(host, port)) {
      throw new Refusal(421, "This server answers to localhost alone, not to " + printable(host));
    }
    String origin = ctx.header("Origin");
    if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
      throw new Refusal(403, "Pages of other sites may not call this server.");
    }
    String site = ctx.header("Sec-Fetch-Site");
    boolean start = ctx.path().equals("/") && ctx.method().name().equals("GET");
    if (site != null && !site.equals("same-origin") && !site.equals("none") && !start) {
      throw new Refusal(403, "Pages of other sites may not call this server.");
    }
    if (options.token() != null && !isStart(ctx) && !hasToken(ctx, options.token())) {
      throw new Refusal(
          401, "The token is missing or wrong. Open the address that 'engram studio' printed.");
    }
    requireBody(ctx);
  }

  private static boolean isLocal(@Nullable String host, int port) {
    if (host == null) {
      return false;
    }
    String lower = host.toLowerCase(Locale.ROOT);
    return LOOPBACK.stream().anyMatch(name -> lower.equals(name + ":" + port))
        || (port == 80 && LOOPBACK.contains(lower));
  }

  private static String printable(@Nullable String host) {
    return host == null ? "no name" : host.replaceAll("[^A-Za-z0-9.:\\[\\]-]", "?");
  }

  /** The address with the token in it, which sets the cookie. */
  private static boolean isStart(Context ctx) {
    return ctx.path().equals("/") && ctx.queryParam("token") != null;
  }

  /** Whether the token of the start address is right; sets the cookie. */
  boolean admit(Context ctx) {
    String given = ctx.queryParam("token");
    if (options.token() == null || given == null || !same(given, options.token())) {
      return false;
    }
    ctx.header(
        "Set-Cookie",
        COOKIE + "=" + given + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000");
    return true;
  }

  private static boolean hasToken(Context ctx, String token) {
    String header = ctx.header("Authorization");
    if (header != null && header.startsWith("Bearer ")) {
      return same(header.substring("Bearer ".length()), token);
    }
    String cookie = ctx.cookie(COOKIE);
    return cookie != null && same(cookie, token);
  }

  /** Takes as long for a nearly right one as for any other. */
  private static boolean same(String given, String token) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireBody(Context ctx) {
    if (READING.contains(ctx.method().name())) {
      return;
    }
    boolean upload = ctx.path().endsWith("/imports") || ctx.path().endsWith("/mask");
    long most = upload ? MOST_UPLOAD : MOST_JSON;
    long length = ctx.req().getContentLengthLong();
    if (length > most) {
      throw new Refusal(
          413, "That is " + (length >> 20) + " MB, and " + (most >> 20) + " the most.");
    }
    String type = ctx.contentType();
    boolean json = type != null && type.startsWith("application/json");
    if (!upload && !json && (length > 0 || ctx.header("Transfer-Encoding") != null)) {
      throw new Refusal(415, "Send JSON, with Content-Type: application/json.");
    }
  }

  private static void headers(Context ctx) {
    ctx.header(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
            + " connect-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none';"
            + " frame-ancestors 'none'");
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cache-Control", "no-store");
  }
}
