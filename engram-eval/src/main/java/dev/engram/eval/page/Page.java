package dev.engram.eval.page;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A page of HTML in the making, with the style and the script that all pages share inside it. Light
 * or dark as the reader's screen is.
 */
public final class Page {
  private final StringBuilder html = new StringBuilder();

  /**
   * @param title any text
   */
  public Page(String title) {
    String name = Html.escape(title);
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.append("<title>").append(name).append("</title>\n<style>").append(resource("page.css"));
    html.append("</style></head>\n<body><main>\n<h1>").append(name).append("</h1>\n");
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds HTML as it is. */
  public Page add(String markup) {
    html.append(markup);
    return this;
  }

  /** Adds text between tags. */
  public Page text(String text) {
    html.append(Html.escape(text));
    return this;
  }

  /** Adds a card with a number. */
  public Page tile(String name, String value, String note) {
    add("<div><span>").text(name).add("</span><b>").text(value).add("</b><small>").text(note);
    return add("</small></div>");
  }

  /** Adds a picture with a line above it. */
  public Page strip(String caption, String alternative, byte[] jpeg) {
    add("<figure class=\"strip\"><figcaption>").text(caption).add("</figcaption><img alt=\"");
    text(alternative).add("\" src=\"data:image/jpeg;base64,");
    return add(Base64.getEncoder().encodeToString(jpeg)).add("\"></figure>\n");
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @throws EngramException if it cannot be written; names the file
   */
  public void write(Path target) {
    String whole = html + "</main>\n<script>" + resource("page.js") + "</script></body></html>\n";
    AtomicFile.write(target, out -> out.write(whole.getBytes(StandardCharsets.UTF_8)));
  }
}
