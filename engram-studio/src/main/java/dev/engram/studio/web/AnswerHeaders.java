package dev.engram.studio.web;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** What every answer says to the browser, whatever became of the request. */
final class AnswerHeaders {
  private static final Map<String, String> ALL =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
              + " connect-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private AnswerHeaders() {}

  /** Puts them in the place of what was there. */
  static void put(HttpFields.Mutable headers) {
    ALL.forEach(headers::put);
  }
}
