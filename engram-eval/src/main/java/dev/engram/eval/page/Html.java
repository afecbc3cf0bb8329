package dev.engram.eval.page;

/** Text inside HTML. */
public final class Html {
  private Html() {}

  /** Any text, for use between tags and in attributes between double quotes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
