package dev.engram.train.report;

/** Text inside HTML. */
final class Html {
  private Html() {}

  /** Any text, for use between tags and in attributes between double quotes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
