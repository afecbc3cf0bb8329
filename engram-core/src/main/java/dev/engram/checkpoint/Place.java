package dev.engram.checkpoint;

import dev.engram.common.EngramException;
import java.nio.file.Path;

/**
 * The file, or the part of one, that a message is about.
 *
 * @param name starts every message
 */
record Place(String name) {
  private static final int LONGEST_QUOTE = 120;

  static final String GET_AGAIN = "Copy or download the file again";

  static Place of(Path file) {
    return new Place(file.toString());
  }

  Place part(String part) {
    return new Place(name + " (" + part + ")");
  }

  /** An exception to throw; the two sentences come without their full stops. */
  EngramException refuse(String what, String wayOut) {
    return new EngramException(name + ": " + what + ". " + wayOut + ".");
  }

  /** As {@link #refuse(String, String)}, with what was caught. */
  EngramException refuse(String what, String wayOut, Throwable cause) {
    return new EngramException(name + ": " + what + ". " + wayOut + ".", cause);
  }

  /** A text from a file that nobody trusts, fit for a message of one line. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("'");
    text.codePoints()
        .limit(LONGEST_QUOTE)
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c)
        .forEach(out::appendCodePoint);
    return out.append(text.length() > LONGEST_QUOTE ? "...'" : "'").toString();
  }
}
